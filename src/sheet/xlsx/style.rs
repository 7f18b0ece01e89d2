//! Colours and fonts: severity by colour, people's columns tinted.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::findings::Severity;

use super::super::{COLUMNS, FIRST_HUMAN, SheetRow};

/// The formats of a workbook.
pub(super) struct WorkbookFormats {
    pub(super) header: Format,
    pub(super) human_header: Format,
    pub(super) plain: Format,
    /// Numbers, which would touch the text beside them if they stood at the right.
    pub(super) number: Format,
    pub(super) human: Format,
    pub(super) link: Format,
    pub(super) title: Format,
    /// Words and their meaning, in About.
    pub(super) name: Format,
    pub(super) prose: Format,
    /// The claim, in larger type.
    claim: Format,
    /// Ids and addresses as written, which nobody reads for pleasure.
    faint: Format,
    error: Format,
    warning: Format,
    notice: Format,
    info: Format,
}

impl WorkbookFormats {
    pub(super) fn new() -> Self {
        let base = Format::new()
            .set_font_name("Arial")
            .set_font_size(9)
            .set_align(FormatAlign::Top)
            .set_text_wrap()
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(Color::RGB(0x00d1_d5db));
        let filled = |colour: u32| base.clone().set_background_color(Color::RGB(colour));
        let header = |colour: u32| {
            let bold = filled(colour).set_bold().set_font_color(Color::White);
            bold.set_align(FormatAlign::VerticalCenter).set_border_bottom(FormatBorder::Thin)
        };
        let bare = base.clone().set_border_bottom(FormatBorder::None);
        Self {
            header: header(0x0037_4151),
            human_header: header(0x001d_6f42),
            number: base.clone().set_align(FormatAlign::Center),
            human: filled(0x00ee_f7f0),
            link: base.clone().set_font_color(Color::RGB(0x0005_63c1)),
            title: bare.clone().set_bold().set_font_size(14),
            name: bare.clone().set_bold(),
            prose: bare,
            claim: base.clone().set_font_size(10),
            faint: base.clone().set_font_size(8).set_font_color(Color::RGB(0x006b_7280)),
            error: filled(0x00f8_d2cf),
            warning: filled(0x00fd_e6c8),
            notice: filled(0x00fd_f7d8),
            info: filled(0x00e8_eef7),
            plain: base,
        }
    }

    /// The format of a cell.
    pub(super) fn cell_format(&self, column: &str, row: &SheetRow) -> &Format {
        let human = COLUMNS.iter().position(|own| *own == column) >= Some(FIRST_HUMAN);
        match column {
            _ if human => &self.human,
            "claim" => &self.claim,
            "claim_id" | "url_as_written" | "work_id" | "evidence" => &self.faint,
            "findings" | "machine_priority" => self.severity(row.severity()),
            "line" | "owners" | "source_no" => &self.number,
            _ => &self.plain,
        }
    }

    /// The format of a severity's word; the plain one where there is none.
    pub(super) fn severity(&self, severity: Option<Severity>) -> &Format {
        match severity {
            Some(Severity::Error) => &self.error,
            Some(Severity::Warning) => &self.warning,
            Some(Severity::Notice) => &self.notice,
            Some(Severity::Info) => &self.info,
            None => &self.plain,
        }
    }
}
