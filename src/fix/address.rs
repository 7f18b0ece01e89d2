//! The address that a link should have: what its findings want taken off, and nothing else.

use url::Url;

use crate::article::Link;
use crate::findings::{Finding, Fix, RuleId, fault, is_archive, unwraps};
use crate::link::{self, UrlCut, cite, cuts, without};

/// How often an address is looked at again after a change: a repair can bring another fault to light.
const MAX_ROUNDS: usize = 8;

/// What a link should lead to.
#[derive(Debug)]
pub(super) struct TargetAddress {
    /// The whole address.
    pub(super) address: String,
    /// What leaving out bytes can do; empty where the address has to be written anew.
    pub(super) cuts: Vec<UrlCut>,
}

impl TargetAddress {
    /// Works out the address from all findings about a link, or says why it stays. Once it
    /// changes it is held to all `rules` that hold there: what was inside another address, or before what
    /// went, has findings of its own that could not be seen before, and a second run would have them.
    pub(super) fn from_findings(
        link: &Link,
        findings: &[&Finding],
        rules: &[RuleId],
    ) -> Result<Self, &'static str> {
        let fired: Vec<RuleId> = findings.iter().map(|finding| finding.rule).collect();
        if fired.contains(&RuleId::PreferDoi) {
            return by_number(link, findings);
        }
        if let Some(known) = findings.iter().find(|finding| CHECKED.contains(&finding.rule)) {
            return checked(link, known);
        }
        let start = match &link.resolved {
            Some(resolved) => resolved.clone(),
            None => repaired(&link.written).ok_or("no repair is known")?,
        };
        let mut url = Url::parse(&start).map_err(|_| "no browser can open it")?;
        let mut anew = link.resolved.is_none();
        let mut repair = anew;
        let mut held = if anew { rules } else { fired.as_slice() };
        for _ in 0..MAX_ROUNDS {
            let step = AddressStep::of(&url, held)?;
            anew |= step.anew;
            repair |= step.repaired;
            if step.url == url {
                break;
            }
            (url, held) = (step.url, rules);
        }
        let address = String::from(url);
        let asked = fired.contains(&RuleId::MalformedUrl);
        same_page(link, &address, repair || asked)?;
        Ok(Self { address, cuts: if anew { Vec::new() } else { cuts_of(held) } })
    }
}

/// An address after one round of changes.
struct AddressStep {
    url: Url,
    /// Whether more happened to it than that bytes were left out.
    anew: bool,
    /// Whether a fault of it was repaired, by a guess.
    repaired: bool,
}

impl AddressStep {
    fn of(url: &Url, rules: &[RuleId]) -> Result<Self, &'static str> {
        let wanted = |kind: &str| rules.iter().any(|rule| unwraps(*rule, kind));
        let inner = link::unwrapped(url, wanted);
        let mut anew = inner.is_some();
        let url = inner.unwrap_or_else(|| url.clone());
        let wrapped = !cite(&url).via.is_empty();
        let mut repair = false;
        let mut url = cut(&url, &cuts_of(rules), wrapped)?;
        if rules.contains(&RuleId::MalformedUrl)
            && !wrapped
            && let Some(repaired) = repaired(url.as_str())
        {
            url = Url::parse(&repaired).map_err(|_| "no repair is known")?;
            (anew, repair) = (true, true);
        }
        Ok(Self { url, anew, repaired: repair })
    }
}

fn cuts_of(rules: &[RuleId]) -> Vec<UrlCut> {
    CUTS.into_iter().filter(|(rule, _)| rules.contains(rule)).map(|(_, cut)| cut).collect()
}

/// What each rule wants taken off.
const CUTS: [(RuleId, UrlCut); 6] = [
    (RuleId::AccessParameter, UrlCut::AccessRequest),
    (RuleId::AccessToken, UrlCut::Access),
    (RuleId::BlankFragment, UrlCut::BlankFragment),
    (RuleId::DanglingSeparator, UrlCut::Separator),
    (RuleId::SessionId, UrlCut::Session),
    (RuleId::TrackingParameters, UrlCut::Tracking),
];

/// The address without what is wanted off. What still stands in a wrapper is found by its exact
/// address, so there only a blank fragment goes.
fn cut(url: &Url, wanted: &[UrlCut], wrapped: bool) -> Result<Url, &'static str> {
    let harmless = |cut: &UrlCut| !wrapped || *cut == UrlCut::BlankFragment;
    let wanted: Vec<UrlCut> = wanted.iter().copied().filter(harmless).collect();
    let cuts = cuts(url.as_str(), url.host_str().unwrap_or_default(), &wanted);
    Url::parse(&without(url.as_str(), &cuts)).map_err(|_| {
        "after the repair no browser could open the \
                                                           address"
    })
}

/// Refuses what changes nothing, and what would cite another page.
fn same_page(link: &Link, address: &str, repaired: bool) -> Result<(), &'static str> {
    if link.resolved.as_deref() == Some(address) {
        let archived = link.via().iter().any(|via| is_archive(&via.kind));
        return Err(match (archived, repaired) {
            (true, _) => {
                "a copy in a web archive is found only by its exact address, so the address must \
                          not change"
            }
            (false, true) => "no repair is known",
            (false, false) => "no safe fix is known",
        });
    }
    let key = Url::parse(address).ok().map(|url| cite(&url).key);
    match key.is_some() && (repaired || key.as_deref() == link.key()) {
        true => Ok(()),
        false => Err("the link would cite another page"),
    }
}

/// The address without its faults, one after another; `None` where it has none or one that stays.
fn repaired(address: &str) -> Option<String> {
    let mut left = address.to_owned();
    for _ in 0..MAX_ROUNDS {
        match fault(&left) {
            None => break,
            Some(fault) => left = fault.repaired?,
        }
    }
    let url = Url::parse(&left).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && fault(url.as_str()).is_none();
    // Quotes and brackets that remain show that the guess was not the whole of it.
    let is_clean = !["%22", "%3E"].iter().any(|mark| url.path().contains(mark));
    (left != address && is_web && is_clean).then(|| url.into())
}

/// Rules whose fix was found by asking.
const CHECKED: [RuleId; 2] = [RuleId::LinkDead, RuleId::LinkMoved];

/// The address that a run of checks found: where the page is now, or its copy in an archive.
fn checked(link: &Link, finding: &Finding) -> Result<TargetAddress, &'static str> {
    let (Fix::Suggested(address) | Fix::Safe(address)) = &finding.fix else {
        return Err("no other address of the page is known");
    };
    if link.via().iter().any(|via| !is_archive(&via.kind)) {
        return Err("the address is inside another one; remove the outer address first");
    }
    let url = Url::parse(address).map_err(|_| "no browser can open the address that was found")?;
    Ok(TargetAddress { address: url.into(), cuts: Vec::new() })
}

/// The lasting address of a publisher's page.
fn by_number(link: &Link, findings: &[&Finding]) -> Result<TargetAddress, &'static str> {
    if link.via().iter().any(|via| is_archive(&via.kind)) {
        return Err(
            "a copy in a web archive is found only by its exact address, so the address must not \
                    change",
        );
    }
    let doi = findings.iter().find_map(|finding| match &finding.fix {
        Fix::Suggested(address) if finding.rule == RuleId::PreferDoi => {
            address.strip_prefix("https://doi.org/")
        }
        _ => None,
    });
    let doi = doi.ok_or(
        "the host is not known to publish papers, so the page is perhaps about the paper and not the paper itself",
    )?;
    let mut url = Url::parse("https://doi.org/").map_err(|_| "its DOI is not known")?;
    url.set_path(&doi.replace('%', "%25"));
    if cite(&url).work.as_deref() != Some(format!("doi:{doi}").as_str()) {
        return Err("its DOI cannot be written as an address");
    }
    Ok(TargetAddress { address: url.into(), cuts: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_go_on_until_nothing_is_left() {
        assert_eq!(repaired("https://n.com/story),").as_deref(), Some("https://n.com/story"));
        assert_eq!(repaired("http://http//n.com/%20a").as_deref(), Some("http://n.com/a"));
        assert_eq!(repaired("https://n.com/a"), None);
        assert_eq!(repaired("https://n.com/a..."), None);
        assert_eq!(repaired("http://https：//n.com"), None);
        assert_eq!(repaired("https://n.com/%22%3Ea%20b%3C/a%3E"), None);
    }
}
