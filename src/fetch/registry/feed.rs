//! The Atom feed of arXiv, which may end anywhere.

use quick_xml::Reader;
use quick_xml::events::Event;

/// What a feed holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Feed {
    /// The preprints, without their versions.
    pub(super) ids: Vec<String>,
    /// An entry that is no preprint: arXiv reports what it did not understand as one.
    pub(super) has_error: bool,
    /// The feed begins and ends as one does, and says that it has so many entries.
    pub(super) is_whole: bool,
}

impl Feed {
    fn add(&mut self, address: &str) {
        match preprint(address) {
            Some(id) => self.ids.push(id),
            None => self.has_error = true,
        }
    }
}

/// Reads as much of a feed as there is.
pub(super) fn parse(text: &str) -> Feed {
    let mut reader = Reader::from_str(text);
    let (mut feed, mut open, mut total) = (Feed::default(), Vec::new(), None);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => open.push(element.local_name().as_ref().to_owned()),
            Ok(Event::End(_)) => {
                let closed = open.pop();
                if open.is_empty() && closed.as_deref() == Some("feed") {
                    feed.is_whole = total == Some(feed.ids.len());
                    return feed;
                }
            }
            Ok(Event::Text(said)) => {
                let way: Vec<&str> = open.iter().map(String::as_str).collect();
                match (way.as_slice(), said.trim()) {
                    (["feed", "entry", "id"], address) => feed.add(address),
                    (["feed", "totalResults"], number) => total = number.parse().ok(),
                    _ => {}
                }
            }
            Ok(Event::Eof) | Err(_) => return feed,
            Ok(_) => {}
        }
    }
}

/// The number in `http://arxiv.org/abs/2001.01234v2`.
fn preprint(address: &str) -> Option<String> {
    let (_, id) = address.split_once("arxiv.org/abs/")?;
    let version = id.rsplit_once('v').filter(|(_, n)| n.bytes().all(|byte| byte.is_ascii_digit()));
    let id = version.map_or(id, |(id, _)| id);
    (!id.is_empty()).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = r#"<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">
        <id>http://arxiv.org/api/x</id><o:totalResults xmlns:o="urn:o">2</o:totalResults>
        <entry><id>http://arxiv.org/abs/hep-th/9711200v3</id><title>A</title></entry>
        <entry><id>https://arxiv.org/abs/2001.01234v12</id></entry></feed>"#;

    #[test]
    fn entries_are_preprints() {
        let feed = parse(FEED);
        assert_eq!(feed.ids, ["hep-th/9711200", "2001.01234"]);
        assert!(feed.is_whole && !feed.has_error);
        let cut = parse(&FEED[..FEED.len() - 9]);
        assert!(!cut.is_whole && cut.ids.len() == 2);
        assert!(!parse(&FEED.replace(">2<", ">3<")).is_whole);
        let wrong = FEED.replace("arxiv.org/abs/2001.01234v12", "arxiv.org/api/errors#x");
        assert!(parse(&wrong).has_error);
        for other in ["", "Rate exceeded.", "<html><p>x</html>", "{}", "<feed/>", "<feed>"] {
            assert!(!parse(other).is_whole, "{other}");
        }
    }
}
