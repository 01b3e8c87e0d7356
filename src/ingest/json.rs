//! JSON files: one object, an array of objects, `{"articles": [...]}`, or JSON Lines under the name
//! of JSON. The elements of an array are read one at a time.

use super::json_object::{Place, article};
use super::raw::lost;
use super::{Draft, Fault, Found, Options, RawFile, Reader, fields, json_lines, single};
use serde_json::Value;

/// `.json` files.
pub struct Json;

impl Reader for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "an object with text, title, date, ..., an array of them, or {\"articles\": [...]}"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn read<'a>(&self, file: RawFile<'a>, options: &'a Options) -> Found<'a> {
        let decoded = match file.text(|_| None) {
            Ok(decoded) => decoded,
            Err(fault) => return lost(fault),
        };
        let (text, mut note) = (decoded.text, decoded.note);
        let found = if text.trim_start().starts_with('[') {
            elements(text, file, options)
        } else {
            match serde_json::from_str::<Value>(&text) {
                Ok(value) => of_value(value, &text, &file, options),
                Err(_) if is_lines(&text) => {
                    drop(text);
                    // The lines find out about the encoding for themselves.
                    note = None;
                    match file.lines() {
                        Ok(lines) => json_lines::objects(lines, file, options),
                        Err(fault) => lost(fault),
                    }
                }
                Err(error) => lost(broken(&error, error.line())),
            }
        };
        Box::new(found.map(move |mut draft| {
            if let Ok(draft) = &mut draft {
                draft.notes.extend(note.take().map(Fault::new));
            }
            draft
        }))
    }
}

/// What serde_json says, without the place, which is said otherwise.
pub fn cause(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rfind(" at line ") {
        Some(end) => message[..end].to_owned(),
        None => message,
    }
}

fn broken(error: &serde_json::Error, line: usize) -> Fault {
    let column = error.column();
    let message = format!("broken JSON at column {column}: {}", cause(error));
    Fault::at(line, message)
}

/// Whether a text that is not one JSON value has a line that is.
fn is_lines(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let mut lines = lines.take(20).peekable();
    let object = |line: &str| serde_json::from_str::<Value>(line).is_ok_and(|v| v.is_object());
    lines.next_if(|line| object(line)).is_some() && lines.peek().is_some() || lines.any(object)
}

fn of_value<'a>(
    mut value: Value,
    text: &str,
    file: &RawFile<'a>,
    options: &'a Options,
) -> Found<'a> {
    let has_text = |value: &Value| {
        let object = value.as_object();
        object.is_some_and(|object| fields::find(object, &options.fields.text).is_some())
    };
    let articles = match value.get_mut("articles") {
        Some(Value::Array(articles)) => Some(std::mem::take(articles)),
        _ => None,
    };
    let (origin, stem) = (file.origin(), file.stem().to_owned());
    match articles {
        Some(articles) if articles.is_empty() => lost(Fault::new("\"articles\" is empty")),
        Some(articles) if !has_text(&value) => {
            Box::new(articles.into_iter().enumerate().map(move |(index, value)| {
                let place = Place {
                    origin,
                    stem: &stem,
                    number: Some(index + 1),
                    line: None,
                };
                article(&value, &place, options)
            }))
        }
        _ => {
            let before = &text[..text.len() - text.trim_start().len()];
            let place = Place {
                origin,
                stem: &stem,
                number: None,
                line: None,
            };
            let line = before.matches('\n').count() + 1;
            single(article(&value, &place, options).map_err(|fault| Fault {
                line: Some(line),
                ..fault
            }))
        }
    }
}

/// The elements of an array.
fn elements<'a>(text: String, file: RawFile<'a>, options: &'a Options) -> Found<'a> {
    let at = text.find('[').map_or(0, |bracket| bracket + 1);
    let line = text[..at].matches('\n').count() + 1;
    let mut array = Array {
        text,
        at,
        line,
        index: 0,
        over: false,
    };
    Box::new(std::iter::from_fn(move || {
        let element = array.next()?;
        Some(element.and_then(|(value, line)| {
            let place = Place {
                origin: file.origin(),
                stem: file.stem(),
                number: Some(array.index),
                line: Some(line),
            };
            article(&value, &place, options)
        }))
    }))
}

/// A place in the text of an array, after the bracket or after an element.
struct Array {
    text: String,
    at: usize,
    line: usize,
    index: usize,
    over: bool,
}

impl Array {
    /// The next element and its line. A broken element ends the array: what follows it cannot be
    /// told from it.
    fn next(&mut self) -> Option<Result<(Value, usize), Fault>> {
        if self.over {
            return None;
        }
        let next = self.element();
        self.over = !matches!(next, Some(Ok(_)));
        next
    }

    fn element(&mut self) -> Option<Result<(Value, usize), Fault>> {
        self.blanks();
        if self.rest().starts_with(']') {
            self.advance(1);
            self.blanks();
            if !self.rest().is_empty() {
                return Some(Err(Fault::at(
                    self.line,
                    "more text after the end of the array",
                )));
            }
            let empty = self.index == 0;
            return empty.then(|| Err(Fault::new("the array is empty: no article in it")));
        }
        if self.index > 0 {
            let Some(rest) = self.rest().strip_prefix(',') else {
                return Some(Err(match self.rest() {
                    "" => self.cut_off(),
                    _ => Fault::at(
                        self.line,
                        "broken JSON: expected a comma or ] after an object of the array; what \
                         follows is not read",
                    ),
                }));
            };
            let _ = rest;
            self.advance(1);
            self.blanks();
        }
        if self.rest().is_empty() {
            return Some(Err(self.cut_off()));
        }
        let mut stream = serde_json::Deserializer::from_str(self.rest()).into_iter::<Value>();
        let value = stream.next()?;
        let length = stream.byte_offset();
        let line = self.line;
        match value {
            Ok(value) => {
                self.advance(length);
                self.index += 1;
                Some(Ok((value, line)))
            }
            Err(error) if error.is_eof() => Some(Err(self.cut_off())),
            Err(error) => {
                let mut fault = broken(&error, line + error.line() - 1);
                fault.message += "; what follows in the array is not read";
                Some(Err(fault))
            }
        }
    }

    fn cut_off(&self) -> Fault {
        let message = format!(
            "the array is cut off in the middle, after {} whole articles; fetch the file again",
            self.index
        );
        Fault::at(self.line, message)
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        self.advance(blank);
    }

    fn advance(&mut self, length: usize) {
        let passed = &self.text[self.at..self.at + length];
        self.line += passed.bytes().filter(|&byte| byte == b'\n').count();
        self.at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids of what is read, `line: message` of what is lost.
    fn read_as(reader: &dyn Reader, text: &str) -> Vec<String> {
        let options = Options::default();
        let file = RawFile::memory("news.json", "news", text.as_bytes());
        let found = reader.read(file, &options).map(|draft| match draft {
            Ok(draft) => draft.article.id,
            Err(fault) => format!("{}: {}", fault.line.unwrap_or(0), fault.message),
        });
        found.collect()
    }

    fn read(text: &str) -> Vec<String> {
        read_as(&Json, text)
    }

    #[test]
    fn all_shapes_of_json() {
        assert_eq!(read("{\n \"text\": \"a\"\n}\n"), ["news"]);
        assert_eq!(
            read("\n[{\"text\": \"a\"},\n {\"id\": \"b\", \"text\": \"b\"}\n]"),
            ["news-1", "b"]
        );
        assert_eq!(
            read("{\"status\": \"ok\", \"articles\": [{\"text\": \"a\"}, {\"text\": \"b\"}]}"),
            ["news-1", "news-2"]
        );
        assert_eq!(
            read("{\"text\": \"a\"}\n\n{\"text\": \"b\"}\n"),
            ["news-1", "news-3"]
        );
    }

    #[test]
    fn json_lines_with_a_broken_first_line() {
        for reader in [&Json as &dyn Reader, &json_lines::JsonLines] {
            let found = read_as(
                reader,
                "{\"text\": \"a\n{\"text\": \"b\"}\n{\"text\": \"c\"}\n",
            );
            assert!(
                found[0].starts_with("1: broken JSON at column"),
                "{found:?}"
            );
            assert_eq!(found[1..], ["news-2", "news-3"]);
        }
    }

    #[test]
    fn one_value_over_many_lines_in_a_file_of_lines() {
        let text = "[\n  {\n    \"text\": \"a\"\n  }\n]\n";
        assert_eq!(read_as(&json_lines::JsonLines, text), ["news-1"]);
    }

    #[test]
    fn a_broken_element_ends_an_array() {
        let found = read("[{\"text\": \"a\"},\n {\"text\": oops},\n {\"text\": \"c\"}]");
        assert_eq!(found[0], "news-1");
        assert!(
            found[1].starts_with("2: broken JSON at column"),
            "{found:?}"
        );
        assert_eq!(found.len(), 2);
        let found = read("[{\"text\": \"a\"},\n {\"text\": \"b");
        assert!(found[1].starts_with("2: the array is cut off"), "{found:?}");
        let found = read("[{\"text\": \"a\"} {\"text\": \"b\"}]");
        assert!(
            found[1].starts_with("1: broken JSON: expected a comma"),
            "{found:?}"
        );
    }

    #[test]
    fn an_element_without_text_costs_itself() {
        let found = read("[{\"title\": \"a\"},\n 7,\n {\"text\": \"c\"}]");
        assert!(found[0].starts_with("1: no text"), "{found:?}");
        assert!(
            found[1].starts_with("2: expected a JSON object"),
            "{found:?}"
        );
        assert_eq!(found[2], "news-3");
        let found = read("{\"articles\": [{\"title\": \"a\"}]}");
        assert!(found[0].starts_with("0: article 1: no text"), "{found:?}");
    }

    #[test]
    fn nothing_in_it() {
        for (text, expected) in [
            ("", "0: the file is empty"),
            ("[]", "0: the array is empty"),
            ("{\"articles\": []}", "0: \"articles\" is empty"),
            ("{}", "1: no text"),
            ("\n7", "2: expected a JSON object"),
            (
                "{\n\"text\": \"a\",\n}",
                "3: broken JSON at column 1: trailing comma",
            ),
        ] {
            let found = read(text);
            assert!(found[0].starts_with(expected), "{found:?}");
            assert_eq!(found.len(), 1);
        }
        assert!(read_as(&json_lines::JsonLines, "\n\n")[0].contains("empty"));
    }

    #[test]
    fn deep_nesting_is_a_fault() {
        let found = read(&"[".repeat(100_000));
        assert!(found[0].contains("recursion limit"), "{found:?}");
    }
}
