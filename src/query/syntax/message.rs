//! What the parser found wrong, in words: what stands there, what was expected, what may be meant.

use super::super::ast::Span;
use super::super::error::{Class, QueryError};
use super::super::nearest::nearest;
use open_cypher::token::{Keyword, TokenKind};
use open_cypher::{Diagnostic, DiagnosticCode, ParseErrors};

/// The error of a text that is no query.
pub fn syntax_error(text: &str, errors: &ParseErrors) -> QueryError {
    let found = errors.diagnostics();
    // Brackets are judged apart from the grammar; they explain its complaint and are not one.
    let is_bracket = |one: &&Diagnostic| {
        matches!(
            one.code,
            DiagnosticCode::UnclosedDelimiter | DiagnosticCode::MismatchedDelimiter
        )
    };
    let is_lexical = |one: &&Diagnostic| one.code.as_str().starts_with("OCY-L");
    let first = found
        .iter()
        .find(is_lexical)
        .or_else(|| found.iter().find(|one| !is_bracket(one)));
    let first = first.unwrap_or(&found[0]);
    let span = first.primary_span.start..first.primary_span.end.min(text.len());
    let written = text.get(span.clone()).unwrap_or_default();
    let expected = expected(&first.message);
    let place = place(text, span.start);
    let message = match first.code {
        DiagnosticCode::UnterminatedString => {
            format!("the text that begins {place} has no closing quote")
        }
        DiagnosticCode::UnterminatedIdentifier => {
            format!("the name that begins {place} has no closing backtick")
        }
        DiagnosticCode::UnterminatedComment => {
            format!("the comment that begins {place} is not closed")
        }
        DiagnosticCode::InvalidEscape => {
            format!("the text that begins {place} has an escape that stands for nothing")
        }
        DiagnosticCode::InvalidToken => format!("`{written}` {place} means nothing here"),
        _ => {
            let what = if written.is_empty() {
                if span.start >= text.trim_end().len() {
                    "the query ends".to_owned()
                } else {
                    "this is not understood".to_owned()
                }
            } else {
                format!("`{written}` is not expected")
            };
            let wanted = if expected.is_empty() {
                String::new()
            } else {
                format!("; {} is expected", listed(&expected))
            };
            format!("{what} {place}{wanted}")
        }
    };
    if matches!(written.to_ascii_uppercase().as_str(), "FOREACH" | "INSERT") {
        return super::lower::write_refused(written, span);
    }
    let error = QueryError::compile(
        Class::SyntaxError,
        detail(text, first, &span),
        span.clone(),
        message,
    );
    let bracket = found.iter().find(is_bracket);
    match help(
        first,
        written,
        &expected,
        bracket.map(|bracket| bracket_help(text, bracket)),
    ) {
        Some(help) => error.with_help(help),
        None => error,
    }
}

/// The compatibility kit's name for what is wrong.
fn detail(text: &str, found: &Diagnostic, span: &Span) -> &'static str {
    let written = text.get(span.clone()).unwrap_or_default();
    let lexed = open_cypher::lex(text).tokens;
    let tokens: Vec<_> = lexed.iter().filter(|token| !token.is_trivia()).collect();
    let at = tokens
        .iter()
        .position(|token| token.span.start == span.start);
    let before = at.and_then(|at| at.checked_sub(1)).map(|at| tokens[at]);
    let is_word = |kind| matches!(kind, TokenKind::Identifier | TokenKind::Keyword(_));
    let is_number = |kind| {
        matches!(
            kind,
            TokenKind::Integer | TokenKind::HexInteger | TokenKind::OctalInteger | TokenKind::Float
        )
    };
    match (found.code, before, at.map(|at| tokens[at].kind)) {
        (DiagnosticCode::InvalidEscape, ..)
            if written.contains("\\u") || written.contains("\\U") =>
        {
            "InvalidUnicodeLiteral"
        }
        (DiagnosticCode::InvalidToken, ..) if !written.is_ascii() => "InvalidUnicodeCharacter",
        // `12h3`: a number and right behind it a word, as it is when a digit is wrong.
        (_, Some(before), Some(kind))
            if is_word(kind) && is_number(before.kind) && before.span.end == span.start =>
        {
            "InvalidNumberLiteral"
        }
        // `[:T..]` and `[:T*-2]`: a length that is none.
        (_, _, Some(TokenKind::DotDot)) => "InvalidRelationshipPattern",
        (_, Some(before), Some(TokenKind::Minus)) if before.kind == TokenKind::Star => {
            "InvalidRelationshipPattern"
        }
        _ => "UnexpectedSyntax",
    }
}

/// The words that people mistype; a clause may begin wherever something else is not expected.
const WORDS: [&str; 14] = [
    "MATCH", "OPTIONAL", "RETURN", "WITH", "UNWIND", "WHERE", "ORDER", "SKIP", "LIMIT", "UNION",
    "DISTINCT", "CALL", "DESC", "EXISTS",
];

fn help(
    found: &Diagnostic,
    written: &str,
    expected: &[String],
    bracket: Option<String>,
) -> Option<String> {
    let known = match (found.code, written) {
        (DiagnosticCode::InvalidEscape, _) => {
            "a backslash itself is written \\\\, a character \\u20AC"
        }
        (DiagnosticCode::InvalidToken, "—" | "–" | "−") => "the minus is -",
        (DiagnosticCode::InvalidToken, "“" | "”" | "‘" | "’" | "„") => {
            "text stands between ' or \""
        }
        (DiagnosticCode::UnexpectedToken, "=") => "equality is one =",
        (_, ";") => "one query is asked at a time",
        _ => "",
    };
    if !known.is_empty() {
        return Some(known.to_owned());
    }
    let is_word = written.len() > 2 && written.chars().all(|letter| letter.is_alphabetic());
    let keywords = expected
        .iter()
        .map(String::as_str)
        .filter(|word| word.chars().all(|letter| letter.is_ascii_uppercase()));
    match nearest(written, keywords.chain(WORDS)).filter(|_| is_word) {
        Some(keyword) if !keyword.eq_ignore_ascii_case(written) => {
            Some(format!("did you mean {keyword}?"))
        }
        _ => bracket.or_else(|| {
            let reserved = is_word && Keyword::from_ascii_case_insensitive(written).is_some();
            (reserved && expected.iter().any(|word| word == "a name"))
                .then(|| format!("as a name it is written `{written}`"))
        }),
    }
}

fn bracket_help(text: &str, found: &Diagnostic) -> String {
    let open = found
        .labels
        .first()
        .map_or(found.primary_span, |label| label.span);
    let written = text.get(open.start..open.end).unwrap_or_default();
    if found.code == DiagnosticCode::MismatchedDelimiter && found.labels.is_empty() {
        return format!("`{written}` {} closes nothing", place(text, open.start));
    }
    format!("`{written}` {} is not closed", place(text, open.start))
}

/// Where an offset lies: the line only where there are several.
fn place(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    if text.trim_end().contains('\n') {
        format!("at line {line}, column {column}")
    } else {
        format!("at column {column}")
    }
}

/// What the parser expected, as a reader would say it: whatever can open an expression is an
/// expression, whatever can join two is an operator.
fn expected(message: &str) -> Vec<String> {
    let Some((_, list)) = message.split_once("; expected ") else {
        return Vec::new();
    };
    let mut words: Vec<&str> = list.split('`').skip(1).step_by(2).collect();
    const OPERATORS: [&str; 25] = [
        "+",
        "-",
        "*",
        "/",
        "%",
        "^",
        "||",
        "=",
        "<>",
        "<",
        "<=",
        ">",
        ">=",
        "=~",
        "AND",
        "OR",
        "XOR",
        "IN",
        "IS",
        "CONTAINS",
        "STARTS",
        "ENDS",
        ".",
        "[",
        "label predicate",
    ];
    const OPENING: [&str; 34] = [
        "integer",
        "hex integer",
        "octal integer",
        "float",
        "string",
        "parameter",
        "pattern comprehension",
        "pattern expression",
        "qualified function name",
        "identifier",
        "escaped identifier",
        "MATCH",
        "PATH",
        "RETURN",
        "NULL",
        "TRUE",
        "FALSE",
        "INF",
        "INFINITY",
        "NAN",
        "NOT",
        "CASE",
        "REDUCE",
        "TRIM",
        "COUNT",
        "COLLECT",
        "EXISTS",
        "ALL",
        "ANY",
        "NONE",
        "SINGLE",
        "SHORTESTPATH",
        "ALLSHORTESTPATHS",
        "+",
    ];
    const CLAUSES: [&str; 12] = [
        "CALL", "CREATE", "DELETE", "DETACH", "MATCH", "MERGE", "OPTIONAL", "REMOVE", "RETURN",
        "SET", "UNWIND", "WITH",
    ];
    let mut said = Vec::new();
    if words.contains(&"integer") && words.contains(&"string") {
        said.push("an expression".to_owned());
        words.retain(|word| !OPENING.contains(word) && !matches!(*word, "-" | "(" | "[" | "{"));
    } else if words.contains(&"identifier") {
        said.push("a name".to_owned());
        words.retain(|word| {
            !matches!(
                *word,
                "identifier" | "escaped identifier" | "MATCH" | "PATH" | "RETURN"
            )
        });
    }
    if words.contains(&"UNWIND") {
        said.push("a clause".to_owned());
        words.retain(|word| !CLAUSES.contains(word));
    }
    if words.contains(&"+") && words.contains(&"AND") {
        said.push("an operator".to_owned());
        words.retain(|word| !OPERATORS.contains(word));
    }
    for word in words {
        said.push(match word {
            "parameter" => "a parameter".to_owned(),
            "integer" => "a whole number".to_owned(),
            "string" => "a text".to_owned(),
            "relationship label expression" | "label predicate" => ":".to_owned(),
            "set ALL" => "ALL".to_owned(),
            other => other.to_owned(),
        });
    }
    said.dedup();
    said
}

/// `a, b or c`; signs stand between backticks.
fn listed(words: &[String]) -> String {
    let shown: Vec<String> = words
        .iter()
        .map(|word| {
            let plain =
                word.chars().all(|letter| letter.is_ascii_uppercase()) || word.contains(' ');
            if plain {
                word.clone()
            } else {
                format!("`{word}`")
            }
        })
        .collect();
    match shown.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => shown.concat(),
    }
}
