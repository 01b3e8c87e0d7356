//! Reads scenarios from feature files; outlines are filled in from their examples.

use crate::cell::Lists;
use crate::scenario::{Expected, Scenario};
use demarche::query::Phase;
use gherkin::{Feature, GherkinEnv};
use open_cypher::token::{Keyword, TokenKind};
use std::path::{Path, PathBuf};

/// All scenarios below a folder, in the order of their files.
pub fn read(folder: &Path) -> Vec<Scenario> {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    let mut scenarios = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let feature = Feature::parse(escape_cells(&text), GherkinEnv::default())
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let name = file
            .strip_prefix(folder)
            .unwrap_or(&file)
            .with_extension("")
            .display()
            .to_string();
        for outline in &feature.scenarios {
            let tables = outline
                .examples
                .iter()
                .filter_map(|examples| examples.table.as_ref());
            let mut rows: Vec<Vec<(String, String)>> = Vec::new();
            for table in tables {
                let head = table.rows.first().cloned().unwrap_or_default();
                rows.extend(
                    table
                        .rows
                        .iter()
                        .skip(1)
                        .map(|row| head.iter().cloned().zip(row.iter().cloned()).collect()),
                );
            }
            if rows.is_empty() {
                rows.push(Vec::new());
            }
            scenarios.extend(
                rows.iter()
                    .map(|row| scenario(folder, &name, &feature, outline, row)),
            );
        }
    }
    scenarios
}

/// Doubles the backslashes of table cells that escape nothing: the kit writes `\\'` there, which the
/// parser of feature files refuses.
fn escape_cells(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for line in text.lines() {
        let mut letters = line.chars().peekable();
        let is_row = line.trim_start().starts_with('|');
        while let Some(letter) = letters.next() {
            escaped.push(letter);
            if is_row && letter == '\\' {
                match letters.peek() {
                    Some('\\' | '|' | 'n') => escaped.extend(letters.next()),
                    _ => escaped.push('\\'),
                }
            }
        }
        escaped.push('\n');
    }
    escaped
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "feature") {
            files.push(path);
        }
    }
}

fn scenario(
    folder: &Path,
    file: &str,
    feature: &Feature,
    outline: &gherkin::Scenario,
    row: &[(String, String)],
) -> Scenario {
    let fill = |text: &str| {
        row.iter().fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("<{name}>"), value)
        })
    };
    let mut found = Scenario {
        file: file.to_owned(),
        name: outline.name.clone(),
        query: String::new(),
        setup: Vec::new(),
        params: Vec::new(),
        expected: None,
        skipped: outline
            .tags
            .iter()
            .any(|tag| tag == "ignore")
            .then_some("tagged @ignore by the kit"),
    };
    if !row.is_empty() {
        let values: Vec<&str> = row.iter().map(|(_, value)| value.as_str()).collect();
        found.name = format!("{} ({})", outline.name.trim_end(), values.join(", "));
    }
    let background = feature
        .background
        .iter()
        .flat_map(|background| &background.steps);
    for step in background.chain(&outline.steps) {
        let text = fill(&step.value);
        let text = text.trim().trim_end_matches(':');
        let doc = || fill(step.docstring.as_deref().unwrap_or_default());
        let table: Vec<Vec<String>> = step
            .table
            .iter()
            .flat_map(|table| &table.rows)
            .map(|row| row.iter().map(|cell| fill(cell)).collect())
            .collect();
        match text {
            "an empty graph" | "any graph" | "no side effects" => {}
            "having executed" => found.setup.push(doc()),
            "executing query" => found.query = doc(),
            "parameters are" => {
                found.params = table
                    .into_iter()
                    .map(|row| (row[0].clone(), row[1].clone()))
                    .collect()
            }
            "the result should be empty" => {
                found.expected = Some(Expected::Rows {
                    columns: Vec::new(),
                    rows: Vec::new(),
                    in_order: false,
                    lists: Lists::Ordered,
                });
            }
            _ if text.starts_with("the result should be") => {
                let mut rows = table.into_iter();
                found.expected = Some(Expected::Rows {
                    columns: rows.next().unwrap_or_default(),
                    rows: rows.collect(),
                    in_order: text.contains("in order"),
                    lists: if text.contains("ignoring element order") {
                        Lists::AnyOrder
                    } else {
                        Lists::Ordered
                    },
                });
            }
            _ if text.contains(" should be raised at ") => found.expected = Some(error(text)),
            _ if text.starts_with("there exists a procedure") => {
                found.skipped = Some("calls a procedure")
            }
            _ if text.starts_with("the side effects")
                || text.starts_with("executing control query") =>
            {
                found.skipped = Some("writes");
            }
            _ => match text
                .strip_prefix("the ")
                .and_then(|text| text.strip_suffix(" graph"))
            {
                Some(name) => found.setup.extend(named_graph(folder, name)),
                None => found.skipped = Some("has a step that is not known"),
            },
        }
    }
    found.skipped = found.skipped.or_else(|| writes_or_calls(&found.query));
    found
}

/// `a SyntaxError should be raised at compile time: UndefinedVariable`.
fn error(text: &str) -> Expected {
    let (what, detail) = text.split_once(": ").unwrap_or((text, "*"));
    Expected::Error {
        class: what.split(' ').nth(1).unwrap_or_default().to_owned(),
        phase: if what.ends_with("compile time") {
            Some(Phase::Compile)
        } else {
            what.ends_with("runtime").then_some(Phase::Runtime)
        },
        detail: detail.to_owned(),
    }
}

/// The statements of a graph that lies beside the features.
fn named_graph(folder: &Path, name: &str) -> Vec<String> {
    let kit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/opencypher-tck");
    let beside = folder.parent().map(|parent| parent.join("graphs"));
    let script = |graphs: PathBuf| {
        std::fs::read_to_string(graphs.join(name).join(format!("{name}.cypher"))).ok()
    };
    let text = beside
        .and_then(script)
        .or_else(|| script(kit.join("graphs")));
    text.unwrap_or_else(|| panic!("there is no graph {name}"))
        .split(';')
        .map(str::trim)
        .filter(|statement| !statement.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Why a query is none that only reads. Within braces a clause that writes is an error of its own.
fn writes_or_calls(query: &str) -> Option<&'static str> {
    let lexed = open_cypher::lex(query);
    let tokens: Vec<_> = lexed
        .tokens
        .iter()
        .filter(|token| !token.is_trivia())
        .collect();
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| tokens[before].kind);
        let is_name = matches!(
            before,
            Some(
                TokenKind::Dot
                    | TokenKind::Colon
                    | TokenKind::Pipe
                    | TokenKind::Keyword(Keyword::As)
            )
        );
        match token.kind {
            TokenKind::LeftBrace | TokenKind::LeftParen | TokenKind::LeftBracket => depth += 1,
            TokenKind::RightBrace | TokenKind::RightParen | TokenKind::RightBracket => {
                depth = depth.saturating_sub(1)
            }
            _ if depth > 0 || is_name => {}
            TokenKind::Keyword(
                Keyword::Create | Keyword::Merge | Keyword::Set | Keyword::Delete | Keyword::Remove,
            ) => {
                return Some("writes");
            }
            TokenKind::Keyword(Keyword::Call) => {
                let next = tokens.get(at + 1).map(|token| token.kind);
                if !matches!(next, Some(TokenKind::LeftBrace | TokenKind::LeftParen)) {
                    return Some("calls a procedure");
                }
            }
            _ => {}
        }
    }
    None
}
