//! A JSON object becomes an article. Its text is the title, a blank line and the body, unless the
//! body begins with the title already.

use super::fields::{find, short};
use super::{Draft, Fault, Options, date};
use crate::text::{Article, Meta, Span};
use serde_json::{Map, Value};

/// Where an object stands.
pub struct Place<'p> {
    /// The file, for messages.
    pub origin: &'p str,
    /// The file's name without ending.
    pub stem: &'p str,
    /// Its line or its index in an array, counted from one: makes an id for an object without one.
    pub number: Option<usize>,
    /// Its line, counted from one.
    pub line: Option<usize>,
}

impl Place<'_> {
    fn fault(&self, message: impl Into<String>) -> Fault {
        let message = message.into();
        match (self.line, self.number) {
            (None, Some(number)) => Fault::new(format!("article {number}: {message}")),
            (line, _) => Fault { line, message },
        }
    }
}

/// The article of a value.
///
/// # Errors
/// A [`Fault`] when it is no object or has no text.
pub fn article(value: &Value, place: &Place<'_>, options: &Options) -> Result<Draft, Fault> {
    let Value::Object(object) = value else {
        let message = format!("expected a JSON object, found {}", kind(value));
        return Err(place.fault(message));
    };
    let names = &options.fields;
    let short_of = |names: &[String]| find(object, names).and_then(short);
    let mut notes = Vec::new();
    let mut meta = Meta {
        title: short_of(&names.title),
        date: None,
        source: short_of(&names.source),
        url: short_of(&names.url),
        language: short_of(&names.language),
    };
    if let Some(written) = short_of(&names.date) {
        meta.date = date::parse(&written);
        if meta.date.is_none() {
            let message = format!("the date \"{written}\" {}", date::EXPECTED);
            notes.push(place.fault(message));
        }
    }
    let body = body(object, &names.text).map_err(|message| place.fault(message))?;
    let (text, headline) = match &meta.title {
        None => (body, None),
        Some(title) => match begins_with(&body, title) {
            Some(span) => (body, Some(span)),
            None => (
                format!("{title}\n\n{body}"),
                Some(Span::new(0, title.len())),
            ),
        },
    };
    let id = short_of(&names.id).unwrap_or_else(|| match place.number {
        None => place.stem.to_owned(),
        Some(number) => format!("{}-{number}", place.stem),
    });
    let article = Article {
        id,
        origin: match place.line {
            None => place.origin.to_owned(),
            Some(line) => format!("{}:{line}", place.origin),
        },
        meta,
        text,
        headline,
        skipped: Vec::new(),
    };
    Ok(Draft { article, notes })
}

fn body(object: &Map<String, Value>, names: &[String]) -> Result<String, String> {
    let Some(value) = find(object, names) else {
        return Err(format!(
            "no text: expected a field \"{}\"; found {}",
            names.join("\" or \""),
            listed(object)
        ));
    };
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) if parts.iter().all(Value::is_string) => {
            let paragraphs: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
            paragraphs.join("\n\n")
        }
        _ => {
            let found = kind(value);
            return Err(format!(
                "no text: expected a string or a list of them, found {found}"
            ));
        }
    };
    if text.trim().is_empty() {
        return Err("no text: the field is empty".to_owned());
    }
    Ok(text)
}

/// Where the title stands if the body begins with it. A short title may also begin a sentence
/// ("Iran" and "Iran said ..."), so it must have its line for itself.
fn begins_with(body: &str, title: &str) -> Option<Span> {
    let start = body.len() - body.trim_start().len();
    let rest = body[start..].strip_prefix(title)?;
    let own_line = rest.trim_start_matches([' ', '\t']).chars().next();
    let alone = own_line.is_none_or(|next| matches!(next, '\n' | '\r'));
    let long = title.split_whitespace().count() >= 5;
    let word_ends = rest
        .chars()
        .next()
        .is_none_or(|next| !next.is_alphanumeric());
    (alone || long && word_ends).then(|| Span::new(start, start + title.len()))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The first few field names, for a message.
fn listed(object: &Map<String, Value>) -> String {
    let names: Vec<&str> = object.keys().take(8).map(String::as_str).collect();
    match names[..] {
        [] => "none".to_owned(),
        _ => format!("{} (--fields text=NAME names another)", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Fields;

    fn read_with(json: &str, options: &Options) -> Result<Draft, Fault> {
        let place = Place {
            origin: "news.jsonl",
            stem: "news",
            number: Some(3),
            line: Some(3),
        };
        article(&serde_json::from_str(json).unwrap(), &place, options)
    }

    fn read(json: &str) -> Result<Draft, Fault> {
        read_with(json, &Options::default())
    }

    #[test]
    fn title_blank_line_body() {
        let draft = read(r#"{"id": 17, "headline": " Talks\n open ", "body": "They met.\r\n", "pubDate": "Wed, 03 Aug 2022 10:00:00 GMT", "publisher": {"name": "AP"}, "link": "https://x.example", "lang": "en"}"#).unwrap();
        let article = draft.article;
        assert_eq!(article.id, "17");
        assert_eq!(article.origin, "news.jsonl:3");
        assert_eq!(article.text, "Talks open\n\nThey met.\r\n");
        assert_eq!(article.headline.unwrap().of(&article.text), "Talks open");
        let meta = article.meta;
        assert_eq!(meta.date.as_deref(), Some("2022-08-03"));
        assert_eq!(meta.source.as_deref(), Some("AP"));
        assert_eq!(meta.url.as_deref(), Some("https://x.example"));
        assert_eq!(meta.language.as_deref(), Some("en"));
        assert!(draft.notes.is_empty());
    }

    #[test]
    fn a_title_that_the_body_has_is_not_doubled() {
        let article = read(r#"{"title": "Iran", "text": "\n Iran \nThey met."}"#)
            .unwrap()
            .article;
        assert_eq!(article.text, "\n Iran \nThey met.");
        assert_eq!(article.headline, Some(Span::new(2, 6)));
        let article = read(r#"{"title": "Iran", "text": "Iran said no."}"#)
            .unwrap()
            .article;
        assert_eq!(article.text, "Iran\n\nIran said no.");
        let article = read(r#"{"title": "Iran", "text": "Iranians voted."}"#)
            .unwrap()
            .article;
        assert_eq!(article.text, "Iran\n\nIranians voted.");
    }

    #[test]
    fn without_id_and_title() {
        let article = read(r#"{"text": ["One.", "Two."], "title": null}"#)
            .unwrap()
            .article;
        assert_eq!(article.id, "news-3");
        assert_eq!(article.text, "One.\n\nTwo.");
        assert_eq!(article.headline, None);
    }

    #[test]
    fn other_fields_by_name() {
        let options = Options {
            fields: Fields::parse("text=doc.full,date=when").unwrap(),
            ..Options::default()
        };
        let json = r#"{"text": "short", "doc": {"full": "All of it."}, "when": 1659484800}"#;
        let article = read_with(json, &options).unwrap().article;
        assert_eq!(article.text, "All of it.");
        assert_eq!(article.meta.date.as_deref(), Some("2022-08-03"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (json, expected) in [
            ("[1]", "expected a JSON object, found an array"),
            (
                r#"{"title": "x"}"#,
                "no text: expected a field \"text\" or \"body\"",
            ),
            (r#"{"text": " \n"}"#, "no text: the field is empty"),
            (
                r#"{"text": 7}"#,
                "no text: expected a string or a list of them, found a number",
            ),
        ] {
            let fault = read(json).unwrap_err();
            assert!(fault.message.starts_with(expected), "{}", fault.message);
            assert_eq!(fault.line, Some(3));
        }
        let draft = read(r#"{"text": "They met.", "date": "soon"}"#).unwrap();
        assert!(
            draft.notes[0]
                .message
                .contains("the date \"soon\" cannot be read")
        );
        assert_eq!(draft.article.meta.date, None);
    }
}
