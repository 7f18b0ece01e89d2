//! Citations counted at the address that is written, redirectors and archives left on.

use url::Url;

use crate::article::{Article, Link};
use crate::domain::{bare, registrable, site};

/// Gives citations whose address was unwrapped the host, domain and site of the wrapper. The
/// address as resolved is their identity then, and they have no work. The rest stays as it is.
pub fn restore_wrapper_hosts(article: &mut Article) {
    let wrapped = article.citations.iter_mut().filter(|link| !link.via().is_empty());
    wrapped.for_each(|link| {
        // A citation from JSONL may lack its address; it stays where it was counted.
        let _ = rewrap(link);
    });
}

fn rewrap(link: &mut Link) -> Option<()> {
    let url = Url::parse(link.resolved.as_deref()?).ok()?;
    let host = bare(url.host_str()?);
    let domain = registrable(host);
    let cited = link.cited.as_mut()?;
    cited.site = site(host, domain, url.path()).into_owned();
    cited.domain = domain.to_owned();
    cited.host = host.to_owned();
    cited.key.clone_from(link.resolved.as_ref()?);
    cited.work = None;
    Some(())
}
