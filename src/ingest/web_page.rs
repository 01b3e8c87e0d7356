//! A web page becomes an article: a readability library finds the part that is the article, this
//! file turns it into paragraphs. `web_page_meta` collects what the page says about itself.

use super::encoding::Decoded;
use super::web_page_meta::metadata;
use super::{Draft, Fault, RawFile};
use crate::text::{Article, Span};
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
    Encoding::for_label(&label.as_bytes()[..end])
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
