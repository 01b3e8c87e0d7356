//! Functions of text. Positions and lengths count Unicode code points.

use super::super::error::Result;
use super::super::value::{Text, Value};
use super::Body::Strict;
use super::{Function, count, invalid, mistyped, row, text};
use unicode_normalization::UnicodeNormalization;

pub(super) const TABLE: &[Function] = &[
    row(
        "toUpper",
        1,
        1,
        Strict(|a, _| Ok(Value::text(text(&a[0])?.to_uppercase()))),
    ),
    row(
        "upper",
        1,
        1,
        Strict(|a, _| Ok(Value::text(text(&a[0])?.to_uppercase()))),
    ),
    row(
        "toLower",
        1,
        1,
        Strict(|a, _| Ok(Value::text(text(&a[0])?.to_lowercase()))),
    ),
    row(
        "lower",
        1,
        1,
        Strict(|a, _| Ok(Value::text(text(&a[0])?.to_lowercase()))),
    ),
    row("trim", 1, 2, Strict(|a, _| trim(a, true, true))),
    row("btrim", 1, 2, Strict(|a, _| trim(a, true, true))),
    row("ltrim", 1, 2, Strict(|a, _| trim(a, true, false))),
    row("rtrim", 1, 2, Strict(|a, _| trim(a, false, true))),
    row(
        "left",
        2,
        2,
        Strict(|a, _| cut(&a[0], 0, Some(count(&a[1])?))),
    ),
    row("right", 2, 2, Strict(right)),
    row(
        "substring",
        2,
        3,
        Strict(|a, _| cut(&a[0], count(&a[1])?, a.get(2).map(count).transpose()?)),
    ),
    row(
        "replace",
        3,
        3,
        Strict(|a, _| {
            Ok(Value::text(
                text(&a[0])?.replace(text(&a[1])?.as_str(), text(&a[2])?),
            ))
        }),
    ),
    row("split", 2, 2, Strict(split)),
    row("char_length", 1, 1, Strict(|a, _| length(text(&a[0])?))),
    row(
        "character_length",
        1,
        1,
        Strict(|a, _| length(text(&a[0])?)),
    ),
    row("normalize", 1, 2, Strict(normalize)),
];

/// How many code points.
pub(super) fn length<'g>(text: &str) -> Result<Value<'g>> {
    Ok(Value::Integer(text.chars().count() as i64))
}

/// A part of a text, still borrowed from where the text is.
fn part<'g>(text: &Text<'g>, of: impl Fn(&str) -> &str) -> Value<'g> {
    Value::String(match text {
        Text::Borrowed(text) => Text::Borrowed(of(text)),
        Text::Shared(text) => Text::Shared(of(text).into()),
    })
}

/// From one code point on, so many or all.
fn cut<'g>(value: &Value<'g>, from: usize, length: Option<usize>) -> Result<Value<'g>> {
    let byte = |text: &str, chars: usize| {
        text.char_indices()
            .nth(chars)
            .map_or(text.len(), |(byte, _)| byte)
    };
    Ok(part(text(value)?, |text| {
        let text = &text[byte(text, from)..];
        length.map_or(text, |length| &text[..byte(text, length)])
    }))
}

fn right<'g>(arguments: &[Value<'g>], _: &super::Context) -> Result<Value<'g>> {
    let length = text(&arguments[0])?.chars().count();
    cut(
        &arguments[0],
        length.saturating_sub(count(&arguments[1])?),
        None,
    )
}

/// Without white space, or without the characters of the second argument.
fn trim<'g>(arguments: &[Value<'g>], start: bool, end: bool) -> Result<Value<'g>> {
    let unwanted = arguments.get(1).map(text).transpose()?;
    let goes =
        |c: char| unwanted.map_or_else(|| c.is_whitespace(), |unwanted| unwanted.contains(c));
    Ok(part(text(&arguments[0])?, |text| {
        let text = if start {
            text.trim_start_matches(goes)
        } else {
            text
        };
        if end {
            text.trim_end_matches(goes)
        } else {
            text
        }
    }))
}

/// Between separators, of which there may be a list; the empty one splits everywhere.
fn split<'g>(arguments: &[Value<'g>], _: &super::Context) -> Result<Value<'g>> {
    let whole = text(&arguments[0])?;
    let separators = match &arguments[1] {
        Value::List(items) => items.iter().map(text).collect::<Result<Vec<_>>>()?,
        one => vec![text(one)?],
    };
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < whole.len() {
        let rest = &whole[at..];
        let found = separators
            .iter()
            .find(|separator| rest.starts_with(separator.as_str()));
        let next = rest.chars().next().map_or(0, char::len_utf8);
        match found.map(|separator| separator.len()) {
            // Between two characters, but not before the first.
            Some(0) if at == start => at += next,
            Some(length) => {
                parts.push(start..at);
                at += length;
                start = at;
            }
            None => at += next,
        }
    }
    parts.push(start..whole.len());
    Ok(Value::list(
        parts
            .into_iter()
            .map(|range| part(whole, |text| &text[range.clone()])),
    ))
}

fn normalize<'g>(arguments: &[Value<'g>], _: &super::Context) -> Result<Value<'g>> {
    let text = text(&arguments[0])?;
    let form = match arguments.get(1) {
        None => "NFC",
        Some(Value::String(form)) => form,
        Some(other) => return Err(mistyped("STRING", other)),
    };
    Ok(Value::text(match form {
        "NFC" => text.nfc().collect::<String>(),
        "NFD" => text.nfd().collect(),
        "NFKC" => text.nfkc().collect(),
        "NFKD" => text.nfkd().collect(),
        _ => {
            return Err(invalid(format!(
                "NFC, NFD, NFKC or NFKD expected, '{form}' found"
            )));
        }
    }))
}
