//! Hosts that refuse robots and serve people, and pages that are not the page. Beside each kind stands what a person
//! with a browser sees.

use citegraph::check::verdict::LinkState;

use super::super::server::{Act, Script};
use super::{Row, Truth, always, answer, chosen, hop, html, status, story};

const HTML: &str = "Content-Type: text/html\r\n";

pub(super) fn other_pages(other: &str) -> Vec<Row> {
    [
        robots(),
        shells(),
        strangers(),
        forwards(other),
        redirects(),
        logins(),
        namesakes(),
        answers_to_everything(),
        encodings(),
    ]
    .concat()
}

/// A person sees the page; whoever looks like a robot, or asks from a data centre, does not.
fn robots() -> Vec<Row> {
    use LinkState::{Blocked, Failing, Unknown};
    let whole = |name, script| Row::new(name, Truth::Unclear, script).everywhere();
    let with_front = |name, script| Row { beside: vec!["/", "/beside"], ..whole(name, script) };
    let refusal = |status: &str, heads: &str, text: &str| {
        always(answer(status, &format!("{HTML}{heads}"), text))
    };
    let amazon = "<p>To discuss automated access to our data please contact us.";
    let captcha = "<title>Sorry</title><p>We have detected unusual traffic from your network.";
    let blocked = |row: Row, code| row.says(code, [Blocked; 3]);
    let failing = |row: Row, code| row.says(code, [Failing; 3]);
    vec![
        failing(whole("B01 503 for two pages", status("503 No")), "server.5xx"),
        blocked(
            with_front("B01 503 for all, the front page too", status("503 No")),
            "blocked.robots",
        ),
        blocked(with_front("B01 529 for all", status("529 Overloaded")), "blocked.robots"),
        blocked(with_front("B01 511 for all", status("511 Network")), "blocked.robots"),
        blocked(with_front("B01 400 for all", status("400 Bad")), "blocked.robots"),
        blocked(with_front("B01 405 for all", status("405 No")), "blocked.robots"),
        failing(with_front("B02 500 for all", status("500 Oops")), "server.5xx"),
        failing(with_front("B02 502 for all", status("502 Oops")), "server.5xx"),
        failing(with_front("B02 504 for all", status("504 Oops")), "server.5xx"),
        failing(with_front("B02 bandwidth used up", status("509 Limit")), "server.5xx"),
        blocked(
            whole("B03 503 to robots, in words", refusal("503 No", "", amazon)),
            "blocked.challenge",
        ),
        blocked(
            whole("B03 500 to robots, in words", refusal("500 No", "", amazon)),
            "blocked.challenge",
        ),
        blocked(
            whole("B03 400 to robots, in words", refusal("400 No", "", captcha)),
            "blocked.challenge",
        ),
        blocked(
            whole("B04 a front end's 503", refusal("503 No", "Server: AkamaiGHost\r\n", "<p>No")),
            "blocked.robots",
        ),
        blocked(
            whole("B04 a front end's 400", refusal("400 No", "Server: ddos-guard\r\n", "<p>No")),
            "blocked.robots",
        ),
        failing(whole("B05 cuts every connection", always(vec![Act::Reset])), "net.reset"),
        failing(whole("B05 closes every connection", always(vec![Act::Close])), "net.reset"),
        whole("B05 answers nobody", always(vec![Act::Silence]))
            .within(2)
            .says("net.read-timeout", [Unknown, Failing, Failing]),
    ]
}

/// A person sees what a script brings, or an empty window: from outside nobody can tell.
fn shells() -> Vec<Row> {
    use LinkState::{Blocked, Unknown};
    let shell = |name, text: &str| {
        Row::new(name, Truth::Unclear, always(html(text))).says("unknown.shell", [Unknown; 3])
    };
    let app = "<title>React App</title><noscript>You need JavaScript.</noscript><div id=root></div>\
               <script src=/static/js/main.js></script>";
    let lander = "<html><head><script>window.onload=function(){window.location.href=\"/lander\"}</script></head></html>";
    let wall = "<html><head><meta name=robots content=noindex></head><body><iframe \
                src='/_Incapsula_Resource?x=1'>Request</iframe></body></html>";
    vec![
        shell("P01 shell", app),
        shell("P01 shell for every address", app).everywhere(),
        shell("P01 forwards by script", lander).everywhere(),
        shell("P01 shell without a title", "<div id=app></div><script>start()</script>"),
        Row::new("P02 a wall in a frame", Truth::Unclear, always(html(wall)))
            .says("blocked.challenge", [Blocked; 3]),
    ]
}

/// A person sees something else than the page that was cited.
fn strangers() -> Vec<Row> {
    use LinkState::{Alive, Blocked, Suspect};
    let after = |name, text: &str, code: &'static str| Row {
        codes: ["ok.2xx", code, code],
        states: [Alive, Suspect, Suspect],
        ..Row::new(name, Truth::Unclear, vec![story("story"), html(text)])
    };
    let form = "<title>Members</title><form><input name=u><input type=password></form>";
    vec![
        after(
            "P10 was a page, is a shell",
            "<title>App</title><div id=root></div><script>x</script>",
            "soft.drift",
        ),
        after(
            "P10 was a page, forwards by script",
            "<script>location='/lander'</script>",
            "soft.drift",
        ),
        after("P10 was a page, is a line", "<title>Welcome</title><p>Coming soon", "soft.drift"),
        after(
            "P11 was a page, is for sale",
            "<title>x</title><p>This website is for sale!",
            "soft.for-sale",
        ),
        after(
            "P11 was a page, the domain is for sale",
            "<p>The domain may be for sale by its owner",
            "soft.for-sale",
        ),
        after(
            "P12 was a page, is suspended",
            "<title>Account Suspended</title><p>Contact your host",
            "soft.parked",
        ),
        after(
            "P12 was a page, has expired",
            "<p>This domain has expired. Renew it now",
            "soft.parked",
        ),
        after(
            "P13 was a page, is the server's",
            "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>",
            "soft.parked",
        ),
        after(
            "P13 was a page, is Apache's",
            "<title>Apache2 Debian Default Page: It works</title>",
            "soft.parked",
        ),
        after(
            "P13 was a page, is IIS's",
            "<title>IIS Windows Server</title><img src=iisstart.png>",
            "soft.parked",
        ),
        Row {
            codes: ["ok.2xx", "blocked.auth", "blocked.auth"],
            states: [Alive, Blocked, Blocked],
            ..Row::new(
                "P14 was a page, is a form to sign in",
                Truth::Unclear,
                vec![story("story"), html(form)],
            )
        },
    ]
}

fn refresh(to: &str) -> String {
    format!(
        "<title>Redirecting</title><meta http-equiv=refresh content='0; url={to}'><a href='{to}'>here</a>"
    )
}

/// The browser goes where the page forwards to, as after a redirect.
fn forwards(other: &str) -> Vec<Row> {
    use LinkState::{Alive, Dead, Failing, Moved, Suspect};
    let there = "/2024/story";
    let to = |name, script: Script| {
        Row::new(name, Truth::Alive, script).also(there, always(story("story")))
    };
    let moves = |name, script| to(name, script).says("moved.permanent", [Moved; 3]);
    let words: String = (0..300).map(|n| format!("word{n} ")).collect();
    let page = |head: &str| always(html(&format!("<title>A story</title>{head}<p>{words}")));
    vec![
        moves("P20 forwards by markup", always(html(&refresh(there)))),
        moves(
            "P20 forwards after a moment",
            always(html(
                "<META HTTP-EQUIV=\"Refresh\" CONTENT=\"3;URL='/2024/story'\"><p>We have moved.",
            )),
        ),
        moves(
            "P20 forwards by a header",
            always(answer("200 OK", &format!("{HTML}Refresh: 0; url={there}\r\n"), "<p>Moved")),
        ),
        Row::new("P21 forwards to somebody else", Truth::Alive, always(html(&refresh(other))))
            .says("moved.offdomain", [Moved; 3]),
        Row::new("P21 forwards to nothing", Truth::Dead, always(html(&refresh("/gone"))))
            .says("gone.404", [Failing, Dead, Dead]),
        Row::new("P21 forwards to the front page", Truth::Soft, always(html(&refresh("/"))))
            .also("/", always(story("front")))
            .says("soft.to-root", [Suspect; 3]),
        to("P22 loads itself anew", page("<meta http-equiv=refresh content='0'>"))
            .says("ok.2xx", [Alive; 3]),
        to(
            "P22 loads itself anew, by name",
            page("<meta http-equiv=refresh content='0; url=/2019/story'>"),
        ),
        to(
            "P22 forwards in five minutes",
            page("<meta http-equiv=refresh content='300; url=/2024/story'>"),
        ),
        to(
            "P22 forwards without scripts alone",
            page("<noscript><meta http-equiv=refresh content='0; url=/2024/story'></noscript>"),
        ),
    ]
}

/// A person sees the front page, or a list of nothing.
fn redirects() -> Vec<Row> {
    use LinkState::Suspect;
    let leads = |name, to: &str, code| {
        let path = to.split('?').next().unwrap_or(to);
        Row::new(name, Truth::Soft, hop("302 Found", to))
            .also(path, always(story("front")))
            .says(code, [Suspect; 3])
    };
    vec![
        leads("P30 to the front page, with its name", "/?from=story", "soft.to-root"),
        leads("P30 to the front page, with a mark", "/?utm_source=404", "soft.to-root"),
        leads("P30 to the front page, with an error", "/index.php?error=notfound", "soft.to-root"),
        leads("P31 to a search", "/search?q=story", "soft.to-search"),
        leads("P31 to a search of the front page", "/?s=story", "soft.to-search"),
        leads("P31 to a search by another name", "/suche.html?wort=story", "soft.to-search"),
    ]
}

/// A person sees a form to sign in.
fn logins() -> Vec<Row> {
    use LinkState::Blocked;
    let form = "<title>Log in</title><form><input name=u><input type=password></form>";
    let leads = |name, to: &str| {
        let path = to.split('?').next().unwrap_or(to);
        Row::new(name, Truth::Unclear, hop("302 Found", to))
            .also(path, always(html(form)))
            .says("redirect.login", [Blocked; 3])
    };
    vec![
        leads("P40 to WordPress's login", "/wp-login.php?redirect_to=%2Fx"),
        leads("P40 to GitLab's login", "/users/sign_in"),
        leads("P40 to SharePoint's login", "/_layouts/15/Authenticate.aspx?Source=%2Fx"),
        leads("P40 to a wall", "/authwall?trk=x"),
        leads("P40 to a login in German", "/anmelden"),
        leads("P40 to a form of no name", "/portal/start"),
        Row::new("P41 a form in its place", Truth::Unclear, always(html(form)))
            .says("redirect.login", [Blocked; 3]),
    ]
}

/// A person sees the page, at an address of doubtful words.
fn namesakes() -> Vec<Row> {
    let moves = |name, to: &str| {
        Row::new(name, Truth::Alive, hop("301 Moved", to))
            .also(to, always(story("story")))
            .says("moved.permanent", [LinkState::Moved; 3])
    };
    vec![
        moves("P50 moved below auth", "/docs/auth/overview"),
        moves("P50 moved to consent", "/consent/"),
        moves("P50 moved below consent", "/2024/consent/story"),
        moves("P50 moved below errors", "/reference/errors/error"),
        moves("P50 moved to a page about login", "/docs/login"),
        moves("P50 moved below research", "/research/story"),
    ]
}

/// A person sees that it is not there, or something else.
fn answers_to_everything() -> Vec<Row> {
    use LinkState::Suspect;
    let soft = |name, text: &str, code| {
        Row::new(name, Truth::Soft, always(html(text))).says(code, [Suspect; 3])
    };
    let words: String = (0..400).map(|n| format!("teaser{n} ")).collect();
    let long = format!("<title>Daily News</title><p>What you look for is not here, but: {words}");
    let viewer = html(&format!("<title>papers/report.pdf at main</title><p>{words}"));
    vec![
        soft("P60 long answer to everything", &long, "soft.probe-match")
            .everywhere()
            .at_all("/2019/melting-glaciers")
            .also("/", always(story("front")))
            .also("/beside", always(story("beside"))),
        soft(
            "P61 a heading that says so",
            &format!("<title>Daily News</title><h1>404 Page not found</h1><p>{words}"),
            "soft.error-title",
        ),
        soft(
            "P62 a page for a file",
            &format!("<title>Daily News</title><p>{words}"),
            "soft.not-file",
        )
        .at("/files/report.pdf"),
        Row::new("P62 a page about a file", Truth::Alive, always(viewer))
            .at("/blob/main/report.pdf"),
    ]
}

/// A person sees the page in its letters.
fn encodings() -> Vec<Row> {
    let title = b"\xd1\xf2\xf0\xe0\xed\xe8\xf6\xe0 \xed\xe5 \xed\xe0\xe9\xe4\xe5\xed\xe0";
    let body = [
        &b"<meta charset=windows-1251><title>"[..],
        title,
        b"</title><p>\xcd\xe5\xf2 \xf2\xe0\xea\xee\xe9",
    ]
    .concat();
    let head = format!("HTTP/1.1 200 OK\r\n{HTML}Content-Length: {}\r\n\r\n", body.len());
    let script = always(vec![Act::Send([head.as_bytes(), &body].concat())]);
    vec![
        Row::new("P70 an encoding named by markup", Truth::Soft, script)
            .says("soft.error-title", [LinkState::Suspect; 3]),
        chosen("P71 refuses whoever names no language", |request| {
            match request.head("accept-language") {
                Some(_) => story("story"),
                None => answer("403 Forbidden", "", "no"),
            }
        }),
    ]
}
