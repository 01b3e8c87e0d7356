//! What Tab offers: after `:` labels and types, after `.` properties, in quotes names, after `\`
//! commands, and else keywords and functions.

use super::super::engine::Engine;
use super::COMMANDS;
use super::statement::is_whole;
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};
use std::collections::BTreeSet;

/// The words of the language that begin or join clauses, and its commonest functions.
const KEYWORDS: &[&str] = &[
    "ALL",
    "AND",
    "ANY",
    "AS",
    "ASC",
    "BY",
    "CALL",
    "CASE",
    "CONTAINS",
    "DESC",
    "DISTINCT",
    "ELSE",
    "END",
    "ENDS WITH",
    "EXISTS",
    "EXPLAIN",
    "IN",
    "IS NOT NULL",
    "IS NULL",
    "LIMIT",
    "MATCH",
    "NONE",
    "NOT",
    "OPTIONAL MATCH",
    "OR",
    "ORDER BY",
    "PROFILE",
    "RETURN",
    "SINGLE",
    "SKIP",
    "STARTS WITH",
    "THEN",
    "UNION",
    "UNWIND",
    "WHEN",
    "WHERE",
    "WITH",
    "XOR",
    "avg(",
    "coalesce(",
    "collect(",
    "count(",
    "date(",
    "head(",
    "keys(",
    "labels(",
    "last(",
    "length(",
    "max(",
    "min(",
    "nodes(",
    "properties(",
    "range(",
    "reduce(",
    "relationships(",
    "shortestPath(",
    "size(",
    "split(",
    "substring(",
    "sum(",
    "toLower(",
    "toString(",
    "toUpper(",
    "type(",
];

/// No more candidates than a person reads.
const MOST: usize = 200;

/// All that can be completed.
pub struct Words {
    labels: Vec<String>,
    types: Vec<String>,
    properties: Vec<String>,
    names: Vec<String>,
}

impl Words {
    /// The words of a graph.
    pub fn of(engine: &Engine) -> Words {
        let graph = engine.graph;
        let mut names = BTreeSet::new();
        for entity in graph.entities() {
            names.insert(entity.name().to_owned());
            names.extend(entity.aliases().into_iter().map(str::to_owned));
        }
        let [labels, types, properties] = engine.names();
        Words {
            labels,
            types,
            properties,
            names: names.into_iter().collect(),
        }
    }

    /// Where the word begins that ends at the cursor, and what it may become.
    fn candidates(&self, text: &str) -> (usize, Vec<String>) {
        if text.starts_with('\\') && !text.contains(' ') {
            let commands = COMMANDS
                .map(|(command, _)| command.split(' ').next().unwrap_or(command).to_owned());
            return (0, matching(text, &commands));
        }
        let (quote, open) = standing(text);
        if let Some((at, quote)) = quote {
            let begun = &text[at + quote.len_utf8()..];
            let names = matching(begun, &self.names).into_iter();
            let names = names.map(|name| {
                name.replace('\\', "\\\\")
                    .replace(quote, &format!("\\{quote}"))
            });
            return (
                at + quote.len_utf8(),
                names.map(|name| format!("{name}{quote}")).collect(),
            );
        }
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let start = text.trim_end_matches(is_word).len();
        let begun = &text[start..];
        let before = text[..start].trim_end();
        let found = match (before.chars().last(), open) {
            (Some(':' | '|' | '&' | '!'), Some('[')) => matching(begun, &self.types),
            (Some(':' | '|' | '&' | '!'), Some('(')) => matching(begun, &self.labels),
            (Some('.'), _) => matching(begun, &self.properties),
            (Some('{' | ','), Some('{')) => matching(begun, &self.properties),
            _ if begun.is_empty() => Vec::new(),
            _ => {
                let keywords: Vec<String> = KEYWORDS.iter().map(|&word| word.to_owned()).collect();
                matching(begun, &keywords)
            }
        };
        (start, found)
    }
}

/// The words that begin so, case aside.
fn matching(begun: &str, words: &[String]) -> Vec<String> {
    let begun = begun.to_lowercase();
    let found = words
        .iter()
        .filter(|word| word.to_lowercase().starts_with(&begun));
    found.take(MOST).cloned().collect()
}

/// The quotation mark that is open at the end of a text, with its place, and the innermost bracket.
fn standing(text: &str) -> (Option<(usize, char)>, Option<char>) {
    let (mut quote, mut brackets, mut escaped) = (None, Vec::new(), false);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some((_, open)), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some((at, c)),
            (None, '(' | '[' | '{') => brackets.push(c),
            (None, ')' | ']' | '}') => drop(brackets.pop()),
            _ => {}
        }
    }
    (quote, brackets.last().copied())
}

impl Completer for Words {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        at: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, found) = self.candidates(&line[..at]);
        let pair = |word: String| Pair {
            display: word.clone(),
            replacement: word,
        };
        Ok((start, found.into_iter().map(pair).collect()))
    }
}

impl Validator for Words {
    fn validate(&self, context: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        Ok(match is_whole(context.input()) {
            true => ValidationResult::Valid(None),
            false => ValidationResult::Incomplete,
        })
    }
}

impl Hinter for Words {
    type Hint = String;
}

impl Highlighter for Words {}

impl Helper for Words {}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(text: &str) -> Vec<String> {
        let own = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        let words = Words {
            labels: own(&["Country", "Coalition"]),
            types: own(&["CONTROLS", "CLAIMS"]),
            properties: own(&["name", "confidence"]),
            names: own(&["Ukraine", "Côte d'Ivoire"]),
        };
        let (start, found) = words.candidates(text);
        found
            .into_iter()
            .map(|word| format!("{}{word}", &text[..start]))
            .collect()
    }

    #[test]
    fn what_can_stand_there_is_offered() {
        assert_eq!(offered("MATCH (c:Cou"), ["MATCH (c:Country"]);
        assert_eq!(
            offered("MATCH (c)-[:c"),
            ["MATCH (c)-[:CONTROLS", "MATCH (c)-[:CLAIMS"]
        );
        assert_eq!(
            offered("MATCH (c)-[:CLAIMS|con"),
            ["MATCH (c)-[:CLAIMS|CONTROLS"]
        );
        assert_eq!(offered("RETURN c.na"), ["RETURN c.name"]);
        assert_eq!(offered("MATCH (c {na"), ["MATCH (c {name"]);
        assert_eq!(
            offered("MATCH (c {name: 'côte"),
            ["MATCH (c {name: 'Côte d\\'Ivoire'"]
        );
        assert_eq!(offered("opt"), ["OPTIONAL MATCH"]);
        assert_eq!(offered("\\sch"), ["\\schema"]);
        assert!(offered("RETURN ").is_empty() && offered("RETURN 'a' + zz").is_empty());
    }
}
