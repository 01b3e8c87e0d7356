//! Which field of a JSON object (or column of a metadata table) is what.

use crate::error::{Error, Result};
use serde_json::{Map, Value};

/// The names under which each part of an article is looked for, in order of preference. Upper and
/// lower case are one; `a.b` is the field `b` of the object `a`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    /// The prose.
    pub text: Vec<String>,
    /// The headline.
    pub title: Vec<String>,
    /// The publication date.
    pub date: Vec<String>,
    /// Where it was published.
    pub url: Vec<String>,
    /// The document's id.
    pub id: Vec<String>,
    /// Who published it.
    pub source: Vec<String>,
    /// The language.
    pub language: Vec<String>,
}

impl Default for Fields {
    fn default() -> Fields {
        let names = |names: &str| names.split('|').map(str::to_owned).collect();
        Fields {
            text: names("text|body|content|article"),
            title: names("title|headline"),
            date: names("date|published|publication_date|published_at|pubDate"),
            url: names("url|link"),
            id: names("id"),
            source: names("source|publisher"),
            language: names("language|lang"),
        }
    }
}

impl Fields {
    /// The usual names, but those of the parts that are given: `text=fulltext,date=pub|updated`.
    ///
    /// ```
    /// let fields = demarche::ingest::Fields::parse("text=fulltext,date=pub|updated")?;
    /// assert_eq!(fields.text, ["fulltext"]);
    /// assert_eq!(fields.date, ["pub", "updated"]);
    /// assert_eq!(fields.title, ["title", "headline"]);
    /// # Ok::<(), demarche::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Argument`] for a part that is unknown or has no name.
    pub fn parse(list: &str) -> Result<Fields> {
        let mut fields = Fields::default();
        for item in list.split(',').filter(|item| !item.trim().is_empty()) {
            let (part, names) = item.split_once('=').unwrap_or((item, ""));
            let names: Vec<String> = names
                .split('|')
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect();
            let part = part.trim();
            let of_part = match part {
                "text" => &mut fields.text,
                "title" => &mut fields.title,
                "date" => &mut fields.date,
                "url" => &mut fields.url,
                "id" => &mut fields.id,
                "source" => &mut fields.source,
                "language" => &mut fields.language,
                _ => {
                    return Err(Error::Argument(format!(
                        "unknown part \"{part}\" in the list of fields: expected text, title, \
                         date, url, id, source or language, as in text=fulltext,date=pub"
                    )));
                }
            };
            if names.is_empty() {
                return Err(Error::Argument(format!(
                    "no field named for \"{part}\": expected {part}=NAME, as in \
                     text=fulltext,date=pub"
                )));
            }
            *of_part = names;
        }
        Ok(fields)
    }
}

/// The first of the named fields that an object has and that is not null.
pub fn find<'v>(object: &'v Map<String, Value>, names: &[String]) -> Option<&'v Value> {
    let values = names.iter().filter_map(|name| field(object, name));
    values.into_iter().find(|value| !value.is_null())
}

fn field<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    let whole = object.get(name).or_else(|| {
        let mut keys = object.iter();
        let found = keys.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    });
    whole.or_else(|| {
        let (first, rest) = name.split_once('.')?;
        field(field(object, first)?.as_object()?, rest)
    })
}

/// A value as a short text: a string or a number, or the name of an object that has one
/// (`{"id": null, "name": "Reuters"}`). `None` for all else and for blanks.
pub fn short(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => {
            return object
                .get("name")
                .filter(|v| !v.is_object())
                .and_then(short);
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(json: &str, names: &str) -> Option<String> {
        let object: Map<String, Value> = serde_json::from_str(json).unwrap();
        let names: Vec<String> = names.split('|').map(str::to_owned).collect();
        find(&object, &names).and_then(short)
    }

    #[test]
    fn the_first_name_that_has_a_value() {
        assert_eq!(
            found(r#"{"b": "x", "a": null}"#, "a|b").as_deref(),
            Some("x")
        );
        assert_eq!(
            found(r#"{"Title": " x\n y "}"#, "title").as_deref(),
            Some("x y")
        );
        assert_eq!(found(r#"{"m": {"t": 7}}"#, "m.t").as_deref(), Some("7"));
        assert_eq!(found(r#"{"m.t": "flat"}"#, "m.t").as_deref(), Some("flat"));
        let nested = r#"{"source": {"id": null, "name": "Reuters"}}"#;
        assert_eq!(found(nested, "source").as_deref(), Some("Reuters"));
        assert_eq!(found(r#"{"a": " "}"#, "a"), None);
    }

    #[test]
    fn a_list_that_is_wrong() {
        let error = Fields::parse("body=x").unwrap_err().to_string();
        assert!(error.contains("unknown part \"body\""), "{error}");
        let error = Fields::parse("text").unwrap_err().to_string();
        assert!(error.contains("expected text=NAME"), "{error}");
    }
}
