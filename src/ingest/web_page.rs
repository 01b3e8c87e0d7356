//! A web page becomes an article: a readability library finds the part that is the article, this
//! file turns it into paragraphs and collects what the page says about itself.

use super::encoding::Decoded;
use super::{Draft, Fault, RawFile, date};
use crate::text::{Article, Meta, Span};
use dom_smoothie::Readability;
use encoding_rs::Encoding;

/// Reads the article of a page.
///
/// # Errors
/// A [`Fault`] when the page cannot be read or has no text.
pub fn read(file: &RawFile<'_>) -> Result<Draft, Fault> {
    let Decoded { text: html, note } = file.text(declared_encoding)?;
    let mut notes: Vec<Fault> = note.map(Fault::new).into_iter().collect();
    let mut page = Readability::from(html.as_str());
    let meta = metadata(&page, &mut notes);
    let mut blocks = match is_shallow(&page) {
        true => page
            .parse()
            .map(|article| blocks(&Readability::from(article.content))),
        false => Ok(Vec::new()),
    }
    .unwrap_or_default();
    if blocks.is_empty() {
        blocks = self::blocks(&Readability::from(html.as_str()));
    }
    if meta.title.is_some() && meta.title.as_ref() == blocks.first() {
        blocks.remove(0);
    }
    if blocks.is_empty() {
        return Err(Fault::new("no article found in this page: it has no text"));
    }
    let body = blocks.join("\n\n");
    let (text, headline) = match &meta.title {
        Some(title) => (
            format!("{title}\n\n{body}"),
            Some(Span::new(0, title.len())),
        ),
        None => (body, None),
    };
    let article = Article {
        id: file.stem().to_owned(),
        origin: file.origin().to_owned(),
        meta,
        text,
        headline,
        skipped: Vec::new(),
    };
    Ok(Draft { article, notes })
}

/// The encoding that a page (`charset=...`) or an XML declaration (`encoding="..."`) names.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let after = |mark: &str| Some(&begin[begin.find(mark)? + mark.len()..]);
    let label = after("charset=").or_else(|| after("encoding="))?;
    let label = label.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c)))?;
    Encoding::for_label(label[..end].as_bytes())
}

/// What the page says about itself.
fn metadata(page: &Readability, notes: &mut Vec<Fault>) -> Meta {
    let linked = page.parse_json_ld();
    let linked = linked.as_ref();
    let (title, suffix) = title(page);
    let dates = [
        first_attribute(page, "meta[property='article:published_time']", "content"),
        first_attribute(page, "meta[itemprop='datePublished']", "content"),
        linked.and_then(|linked| linked.published_time.clone()),
        first_attribute(page, "meta[name='date'], meta[name='pubdate']", "content"),
        first_attribute(
            page,
            "meta[name='dc.date'], meta[name='DC.date.issued']",
            "content",
        ),
        first_attribute(
            page,
            "time[itemprop='datePublished'], time[pubdate]",
            "datetime",
        ),
        first_attribute(
            page,
            "article time[datetime], main time[datetime]",
            "datetime",
        ),
        first_attribute(page, "time[datetime]", "datetime"),
    ];
    let dates: Vec<String> = dates.into_iter().flatten().collect();
    let date = dates.iter().find_map(|written| date::parse(written));
    if let (None, Some(written)) = (&date, dates.first()) {
        notes.push(Fault::new(format!(
            "the date \"{written}\" {}",
            date::EXPECTED
        )));
    }
    Meta {
        title,
        date,
        source: first_attribute(page, "meta[property='og:site_name']", "content")
            .or_else(|| linked.and_then(|linked| linked.site_name.clone()))
            .or(suffix),
        url: first_attribute(page, "link[rel='canonical']", "href")
            .or_else(|| first_attribute(page, "meta[property='og:url']", "content")),
        language: first_attribute(page, "html[lang]", "lang"),
    }
}

/// The headline, and the site's name where the page's title is the headline and that name. A first
/// heading may be the site's logo, so one that the other titles bear out goes first.
fn title(page: &Readability) -> (Option<String>, Option<String>) {
    let headings = page.doc.select("h1");
    let headings: Vec<String> = headings.iter().map(|h| fold(&h.text())).collect();
    let window = fold(&page.doc.select_single("head title").text());
    let shared = first_attribute(page, "meta[property='og:title']", "content");
    let titles = [shared.as_deref().unwrap_or_default(), &window];
    let borne_out = |heading: &&String| {
        heading.split_whitespace().count() >= 2 && titles.iter().any(|t| t.starts_with(*heading))
    };
    let found = headings
        .iter()
        .find(borne_out)
        .cloned()
        .or_else(|| {
            shared
                .as_deref()
                .map(|title| without_site(title).0.to_owned())
        })
        .or_else(|| Some(without_site(&window).0.to_owned()))
        .filter(|title| !title.is_empty())
        .or_else(|| headings.iter().find(|heading| !heading.is_empty()).cloned());
    let (before, site) = without_site(&window);
    let suffix = site.filter(|_| found.as_deref() == Some(before));
    (found, suffix.map(str::to_owned))
}

/// A page's title without " - Site" or " | Site" at its end.
fn without_site(title: &str) -> (&str, Option<&str>) {
    let marks = [" | ", " - ", " – ", " — ", " :: ", " » ", " · "];
    let last = marks
        .iter()
        .filter_map(|mark| Some((title.rfind(mark)?, mark.len())))
        .max();
    let Some((at, length)) = last else {
        return (title, None);
    };
    let (before, site) = (title[..at].trim_end(), &title[at + length..]);
    let words = |text: &str| text.split_whitespace().count();
    if words(before) >= 3 && (1..=5).contains(&words(site)) {
        (before, Some(site))
    } else {
        (title, None)
    }
}

/// The first value of an attribute that is not blank.
fn first_attribute(page: &Readability, selector: &str, attribute: &str) -> Option<String> {
    let found = page.doc.select(selector);
    let mut values = found.iter().filter_map(|node| node.attr(attribute));
    values.find_map(|value| Some(fold(&value)).filter(|value| !value.is_empty()))
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How deep elements may be nested, and how many there may be, for the readability library: it goes
/// down level by level on the stack and over the page several times.
const DEEPEST: usize = 200;
const MOST_NODES: usize = 1_000_000;

fn is_shallow(page: &Readability) -> bool {
    let mut node = page.doc.root();
    let (mut depth, mut count) = (0usize, 0usize);
    loop {
        count += 1;
        if depth > DEEPEST || count > MOST_NODES {
            return false;
        }
        if let Some(child) = node.first_child() {
            depth += 1;
            node = child;
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent().filter(|_| depth > 0) else {
                return true;
            };
            depth -= 1;
            node = parent;
        }
    }
}

/// Elements without prose.
const DROPPED: [&str; 24] = [
    "script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe", "object",
    "button", "select", "option", "textarea", "input", "form", "nav", "footer", "aside", "dialog",
    "audio", "video", "canvas", "menu",
];

/// Elements that stay in the line.
const IN_LINE: [&str; 38] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// The paragraphs of a page: what stands between the borders of block elements, blanks folded.
fn blocks(page: &Readability) -> Vec<String> {
    let mut paragraphs = Paragraphs::default();
    let mut node = page.doc.root();
    let mut depth = 0usize;
    loop {
        let name = node.node_name().filter(|_| node.is_element());
        let name = name.as_deref().unwrap_or_default();
        let dropped = DROPPED.contains(&name) || node.is_comment();
        if node.is_text() {
            paragraphs.text(&node.text());
        } else if !dropped {
            paragraphs.border(name);
        }
        if let Some(child) = node.first_child().filter(|_| !dropped) {
            depth += 1;
            node = child;
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling().filter(|_| depth > 0) {
                node = next;
                break;
            }
            let Some(parent) = node.parent().filter(|_| depth > 0) else {
                paragraphs.end();
                return paragraphs.all;
            };
            depth -= 1;
            node = parent;
            paragraphs.border(node.node_name().as_deref().unwrap_or_default());
        }
    }
}

#[derive(Default)]
struct Paragraphs {
    all: Vec<String>,
    line: String,
    blank: bool,
}

impl Paragraphs {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.blank = true;
            } else if !matches!(c, '\u{AD}' | '\u{200B}' | '\u{FEFF}' | '\0') {
                if self.blank && !self.line.is_empty() && !self.line.ends_with('\n') {
                    self.line.push(' ');
                }
                self.blank = false;
                self.line.push(c);
            }
        }
    }

    /// Where an element begins or ends.
    fn border(&mut self, name: &str) {
        match name {
            "br" if self.line.ends_with('\n') => self.end(),
            "br" if !self.line.is_empty() => self.line.push('\n'),
            "td" | "th" => self.blank = true,
            _ if IN_LINE.contains(&name) => {}
            _ => self.end(),
        }
    }

    fn end(&mut self) {
        let line = self.line.trim();
        if !line.is_empty() {
            self.all.push(line.to_owned());
        }
        self.line.clear();
        self.blank = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_page(html: impl AsRef<[u8]>) -> Result<Draft, Fault> {
        read(&RawFile::memory("page.html", "page", html.as_ref()))
    }

    const FILL: &str = "The ministers of both countries met in Geneva on Monday, for the first time \
        in four years, and signed an agreement on the exchange of prisoners, grain and gas.";

    #[test]
    fn paragraphs_are_not_glued() {
        let html = format!(
            "<html><head><title>Talks open in Geneva | Courier</title></head><body><article>\
             <h1>Talks open in Geneva</h1><p>{FILL}</p><p>One &amp;\n two<br>three \
             &ldquo;<b>f</b>our&rdquo;.</p><ul><li>{FILL}</li><li>Five</li></ul>\
             <blockquote>Six</blockquote><script>no()</script></article></body></html>"
        );
        let article = read_page(html).unwrap().article;
        assert_eq!(
            article.text,
            format!(
                "Talks open in Geneva\n\n{FILL}\n\nOne & two\nthree “four”.\n\n{FILL}\n\nFive\n\nSix"
            )
        );
        assert_eq!(article.headline, Some(Span::new(0, 20)));
        assert_eq!(article.meta.title.as_deref(), Some("Talks open in Geneva"));
        assert_eq!(article.meta.source.as_deref(), Some("Courier"));
    }

    #[test]
    fn titles() {
        let titled = |head: &str, body: &str| {
            let html = format!("<html><head>{head}</head><body>{body}<p>{FILL}</p></body></html>");
            read_page(html).unwrap().article.meta.title
        };
        let title = |head: &str, body: &str| titled(head, body).unwrap_or_default();
        // The logo is a heading as well.
        let head = "<title>Talks open in Geneva - World - The Courier</title>";
        assert_eq!(
            title(head, "<h1>The Courier</h1><h1>Talks open in Geneva</h1>"),
            "Talks open in Geneva"
        );
        assert_eq!(
            title("<title>Talks open in Geneva - The Courier</title>", ""),
            "Talks open in Geneva"
        );
        assert_eq!(
            title(
                "<meta property='og:title' content='Talks  open'>",
                "<h1>Courier</h1>"
            ),
            "Talks open"
        );
        assert_eq!(title("", "<h1>Talks</h1>"), "Talks");
        assert_eq!(
            title("<title>Mid-term: a re-run</title>", ""),
            "Mid-term: a re-run"
        );
        assert_eq!(titled("", ""), None);
    }

    #[test]
    fn what_a_page_says_about_itself() {
        let html = format!(
            "<html lang=en-GB><head><meta property='og:site_name' content='Courier'>\
             <link rel=canonical href='https://a.example/1'><script type='application/ld+json'>\
             {{\"@context\": \"https://schema.org\", \"@type\": \"NewsArticle\", \"headline\": \"x y z\",\
             \"datePublished\": \"2022-07-22T23:40:00+03:00\"}}</script></head><body><p>{FILL}</p>"
        );
        let meta = read_page(html).unwrap().article.meta;
        assert_eq!(meta.date.as_deref(), Some("2022-07-22"));
        assert_eq!(meta.source.as_deref(), Some("Courier"));
        assert_eq!(meta.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(meta.language.as_deref(), Some("en-GB"));
        let html = format!("<body><time datetime='tomorrow'>t</time><p>{FILL}</p>");
        let draft = read_page(html).unwrap();
        assert_eq!(draft.article.meta.date, None);
        assert!(
            draft.notes[0]
                .message
                .contains("\"tomorrow\" cannot be read")
        );
    }

    #[test]
    fn a_declared_encoding_goes_before_a_guess() {
        let mut html = b"<html><head><meta charset=\"iso-8859-2\"></head><body><p>".to_vec();
        html.extend(b"Min\xb1 \xb6 \xbc");
        let draft = read_page(html).unwrap();
        assert_eq!(draft.article.text, "Miną ś ź");
        assert!(draft.notes[0].message.contains("ISO-8859-2"));
    }

    #[test]
    fn all_text_where_no_article_is_found() {
        assert_eq!(
            read_page("<p>Short.</p><div>One</div>")
                .unwrap()
                .article
                .text,
            "Short.\n\nOne"
        );
        let fault = read_page("<html><body><img src=a></body></html>").unwrap_err();
        assert!(
            fault.message.contains("it has no text"),
            "{}",
            fault.message
        );
    }

    #[test]
    fn deep_nesting_does_not_overflow() {
        for tag in ["div", "b", "ul><li", "table><tr><td", "blockquote"] {
            for depth in [DEEPEST / 2 - 10, 2 * DEEPEST] {
                let html = format!("<{tag}>").repeat(depth) + FILL;
                assert_eq!(read_page(html).unwrap().article.text, FILL, "{tag} {depth}");
            }
        }
    }
}
