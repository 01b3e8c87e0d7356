//! Plain text. The text is the decoded file as it stands; headline and header lines keep their
//! offsets.

use super::header::{Head, skip_blank};
use super::raw::lost;
use super::{Draft, Fault, Found, Options, RawFile, Reader, lines, single};
use crate::text::Article;

/// `.txt` files.
pub struct Plain;

impl Reader for Plain {
    fn name(&self) -> &'static str {
        "text"
    }

    fn about(&self) -> &'static str {
        "plain text: the first line is the title, `Date: ...` lines may follow"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn read<'a>(&self, file: RawFile<'a>, _options: &'a Options) -> Found<'a> {
        let decoded = match file.text(|_| None) {
            Ok(decoded) => decoded,
            Err(fault) => return lost(fault),
        };
        single(Ok(draft(&file, decoded.text, decoded.note, head)))
    }
}

/// The article of a text that stands as it is, with what `head` finds in it.
pub fn draft(
    file: &RawFile<'_>,
    text: String,
    note: Option<String>,
    head: fn(&str) -> Head,
) -> Draft {
    let mut head = head(&text);
    head.finish();
    let article = Article {
        id: head.id.unwrap_or_else(|| file.stem().to_owned()),
        origin: file.origin().to_owned(),
        meta: head.meta,
        text,
        headline: head.headline,
        skipped: head.skipped,
    };
    let notes = note.map(Fault::new).into_iter().chain(head.notes);
    Draft {
        article,
        notes: notes.collect(),
    }
}

fn head(text: &str) -> Head {
    let lines = lines::ranges(text);
    let mut head = Head::default();
    let at = skip_blank(text, &lines, 0);
    let at = head.block(text, &lines, at);
    let at = skip_blank(text, &lines, at);
    head.headline_line(text, &lines, at);
    head
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn read(text: &str) -> Draft {
        let file = RawFile::memory("a/news.txt", "news", text.as_bytes());
        let options = Options::default();
        let draft = Plain.read(file, &options).next().unwrap().unwrap();
        assert_eq!(draft.article.text, text);
        draft
    }

    fn skipped(article: &Article) -> Vec<&str> {
        article
            .skipped
            .iter()
            .map(|span| span.of(&article.text))
            .collect()
    }

    fn headline(article: &Article) -> Option<&str> {
        article.headline.map(|span| span.of(&article.text))
    }

    #[test]
    fn headline_and_header_lines_with_crlf() {
        let draft =
            read("\r\nTalks open \r\nDate: 3 August 2022\r\nSource: AP\r\n\r\nThey met.\r\n");
        let article = draft.article;
        assert_eq!(article.id, "news");
        assert_eq!(article.headline, Some(Span::new(2, 12)));
        assert_eq!(headline(&article), Some("Talks open"));
        assert_eq!(skipped(&article), ["Date: 3 August 2022", "Source: AP"]);
        assert_eq!(article.meta.title.as_deref(), Some("Talks open"));
        assert_eq!(article.meta.date.as_deref(), Some("2022-08-03"));
        assert_eq!(article.meta.source.as_deref(), Some("AP"));
    }

    #[test]
    fn header_lines_at_the_top() {
        let article =
            read("ID: x-1\nDate: 2022-08\nURL: https://a.example\n\nTalks open\n\nThey met.")
                .article;
        assert_eq!(article.id, "x-1");
        assert_eq!(headline(&article), Some("Talks open"));
        assert_eq!(skipped(&article).len(), 3);
    }

    #[test]
    fn a_title_line_is_read_where_the_title_stands_nowhere_else() {
        let article = read("Title: Talks open\nDate: 2022\n\nThey met in Geneva.\n").article;
        assert_eq!(headline(&article), Some("Talks open"));
        assert_eq!(skipped(&article), ["Title: ", "Date: 2022"]);
        let article = read("Title: Talks open\n\nTalks open\n\nThey met in Geneva.\n").article;
        assert_eq!(article.headline.unwrap().start, 19);
        assert_eq!(skipped(&article), ["Title: Talks open"]);
    }

    #[test]
    fn no_title_at_all() {
        let article = read("Macron met Scholz in Paris.").article;
        assert_eq!(article.headline, None);
        assert_eq!(article.meta.title, None);
        assert!(article.skipped.is_empty());
    }

    #[test]
    fn an_unreadable_date_is_a_note() {
        let draft = read("Talks open\nDate: last week\n\nThey met.");
        assert_eq!(draft.article.meta.date, None);
        assert_eq!(draft.notes[0].line, Some(2));
        assert!(
            draft.notes[0]
                .message
                .starts_with("the date \"last week\" cannot be read")
        );
    }
}
