//! GEXF: sizes, colours, shapes and places.

use super::DiagnosisBuilder;
use super::tree::XmlElement;

/// The shapes of nodes and edges that GEXF has.
const SHAPES: [&str; 9] =
    ["disc", "square", "triangle", "diamond", "image", "solid", "dotted", "dashed", "double"];

/// Sizes and colours as all readers take them; and whether Gephi will move and resize all.
pub(super) fn examine(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    without_empty(graph, chart);
    let (mut sizes, mut places) = (Vec::new(), Vec::new());
    graph.each("size", &mut |size| {
        let mut own = size.attributes.iter().filter(|(name, _)| !name.starts_with("xmlns"));
        if own.next().is_some_and(|(name, _)| name != "value") && size.get("value").is_some() {
            chart.add_finding("size-value", size.line, "");
            size.attributes.sort_by_key(|(name, _)| name != "value");
        }
        let number = number(size, "value", chart);
        if number.is_some_and(|size| size < 0.0) {
            chart.add_finding(
                "viz-value",
                size.line,
                format!("a size of {}", size.get("value").unwrap_or_default()),
            );
        }
        sizes.extend(number);
    });
    graph.each("thickness", &mut |thickness| {
        number(thickness, "value", chart);
    });
    graph.each("shape", &mut |shape| {
        let value = shape.get("value").unwrap_or_default();
        if !SHAPES.contains(&value) {
            chart.add_finding("viz-value", shape.line, format!("the shape {value:?}"));
        }
    });
    graph.each("color", &mut |colour| colours(colour, chart));
    graph.each("position", &mut |place| {
        let [x, y, _] = ["x", "y", "z"].map(|axis| number(place, axis, chart));
        places.push((x.unwrap_or(0.0), y.unwrap_or(0.0)));
    });
    scale(graph, &sizes, &places, chart);
}

/// Removes looks that say nothing, which Gephi and networkx fail on.
fn without_empty(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    for local in ["node", "edge"] {
        graph.each(local, &mut |element| {
            element.children.retain(|look| {
                let is_look = look.name.contains(':')
                    && matches!(
                        look.local(),
                        "size" | "color" | "position" | "shape" | "thickness"
                    );
                let says = look.attributes.iter().any(|(name, _)| !name.starts_with("xmlns"));
                if is_look && !says {
                    chart.add_finding("empty-viz", look.line, look.name.as_str());
                }
                !is_look || says
            });
        });
    }
}

/// A number of a look.
fn number(look: &XmlElement, name: &str, chart: &mut DiagnosisBuilder) -> Option<f64> {
    let text = look.get(name)?;
    let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    if number.is_none() {
        chart.add_finding("viz-value", look.line, format!("{name}={text:?}"));
    }
    number
}

fn colours(colour: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    if let Some(hex) = colour.get("hex").map(str::to_owned) {
        let digits = hex.trim_start_matches('#');
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        if let (Some(red), Some(green), Some(blue)) = (part(0), part(2), part(4)) {
            chart.add_finding("hex-colour", colour.line, hex.as_str());
            colour.remove("hex");
            for (name, value) in [("r", red), ("g", green), ("b", blue)] {
                colour.set(name, &value.to_string());
            }
        } else {
            chart.add_finding("viz-value", colour.line, format!("hex={hex:?}"));
        }
        return;
    }
    for name in ["r", "g", "b"] {
        let text = colour.get(name).unwrap_or_default();
        if text.trim().parse::<u8>().is_err() {
            chart.add_finding("viz-value", colour.line, format!("{name}={text:?}"));
        }
    }
    let is_part = |alpha: f64| (0.0..=1.0).contains(&alpha);
    if let Some(alpha) = colour.get("a").filter(|text| !text.trim().parse().is_ok_and(is_part)) {
        chart.add_finding("viz-value", colour.line, format!("a={alpha:?}"));
    }
}

/// Whether Gephi moves and resizes all.
fn scale(graph: &XmlElement, sizes: &[f64], places: &[(f64, f64)], chart: &mut DiagnosisBuilder) {
    let (least, most) =
        sizes.iter().fold((f64::MAX, f64::MIN), |(low, high), it| (low.min(*it), high.max(*it)));
    let is_even = sizes.is_empty() || (least == 4.0 && (most == 100.0 || most == 4.0));
    let count = places.len().max(1) as f64;
    let sum = places.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
    let is_centred = (sum.0 / count).abs() < 1.0 && (sum.1 / count).abs() < 1.0;
    let is_near = places.iter().all(|at| at.0.abs() <= 5000.0 && at.1.abs() <= 5000.0);
    if !(is_even && is_centred && is_near) {
        let what =
            if is_even { "places".to_owned() } else { format!("sizes from {least} to {most}") };
        chart.add_finding("rescaled", graph.line, what);
    }
}
