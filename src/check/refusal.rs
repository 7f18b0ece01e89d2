//! Hosts that refuse whoever they take for a robot, as several observations of one run show: every address gets
//! one and the same refusal, the front page too. A server that fails does so page by page, or says that what
//! stands behind it cannot be reached.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use super::address::{host_of_url, is_front_page};
use super::observation::Observation;
use super::outcome::{Outcome, classify_observation};

/// Addresses that have to get the same, without the front page.
const MIN_SAME_REFUSALS: usize = 3;

/// Statuses by which a server says that it is broken itself.
const BROKEN_STATUSES: [u16; 6] = [500, 502, 504, 507, 508, 509];

/// The addresses of one run whose refusal is that of their whole host. Expects observations of that run alone.
pub fn find_refusals<O: Borrow<Observation>>(run: &[O]) -> BTreeSet<String> {
    let mut hosts: BTreeMap<&str, Vec<&Observation>> = BTreeMap::new();
    for seen in run.iter().map(O::borrow).filter(|seen| seen.registry.is_none()) {
        hosts.entry(host_of_url(&seen.url)).or_default().push(seen);
    }
    let refusing = hosts.into_values().filter(|seen| is_one_refusal(seen));
    refusing.flatten().map(|seen| seen.url.clone()).collect()
}

/// Whether all addresses of a host got one refusal.
fn is_one_refusal(seen: &[&Observation]) -> bool {
    let Some(first) = seen.first().and_then(|first| robot_refusal(first)) else { return false };
    let urls: BTreeSet<&str> = seen.iter().map(|seen| seen.url.as_str()).collect();
    let has_front = urls.iter().any(|url| is_front_page(url));
    urls.len() >= if has_front { 2 } else { MIN_SAME_REFUSALS }
        && seen.iter().all(|seen| robot_refusal(seen) == Some(first))
}

/// Status and text of a refusal that may be meant for robots.
fn robot_refusal(seen: &Observation) -> Option<(u16, Option<&str>)> {
    let outcome = classify_observation(seen);
    let hop = seen.hops.last()?;
    let is_refusal = matches!(outcome, Outcome::ClientError | Outcome::ServerError);
    let text = seen.page.as_ref().and_then(|page| page.text_hash.as_deref());
    (is_refusal && !BROKEN_STATUSES.contains(&hop.status)).then_some((hop.status, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(url: &str, status: u16, hash: &str) -> Observation {
        let line = format!(
            r#"{{"schema":1,"url":"https://a.example{url}","started":"2026-03-01T10:00:00Z","run":"r","method":"get","hops":[{{"url":"https://a.example{url}","status":{status}}}],"end":"answered","page":{{"text_hash":"{hash}"}}}}"#
        );
        serde_json::from_str(&line).unwrap()
    }

    #[test]
    fn one_refusal_for_all_addresses() {
        for (answers, expected) in [
            (vec![("/", 503, "a"), ("/x", 503, "a")], 2),
            (vec![("/x", 503, "a"), ("/y", 503, "a"), ("/z", 503, "a")], 3),
            (vec![("/x", 503, "a"), ("/y", 503, "a")], 0),
            (vec![("/", 503, "a"), ("/x", 503, "b")], 0),
            (vec![("/", 503, "a"), ("/x", 529, "a")], 0),
            (vec![("/", 200, "a"), ("/x", 503, "a")], 0),
            (vec![("/", 502, "a"), ("/x", 502, "a")], 0),
            (vec![("/", 404, "a"), ("/x", 404, "a")], 0),
            (vec![("/", 400, "a"), ("/x", 400, "a")], 2),
        ] {
            let run: Vec<_> =
                answers.iter().map(|(url, status, hash)| seen(url, *status, hash)).collect();
            assert_eq!(find_refusals(&run).len(), expected, "{answers:?}");
        }
    }
}
