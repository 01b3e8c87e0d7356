//! From text to the syntax tree. The crate `open-cypher` reads the openCypher grammar; its tree is
//! turned into ours here and stays in this folder.
//!
//! Two things stand outside that grammar and are taken out of the text before it is read, blanks in
//! their place so that every offset holds: an opening `EXPLAIN` or `PROFILE`, and `CALL { ... }`,
//! whose query is read by itself.

mod expression;
mod literal;
mod lower;
mod message;
mod pattern;

use super::ast::{Mode, Query, Span};
use super::error::{Class, QueryError, Result};
use open_cypher::token::{Keyword, Token, TokenKind};
use std::collections::BTreeMap;

/// More tokens than any query written by hand has; beyond it lie exhausted stacks.
const MOST_TOKENS: usize = 20_000;

/// Reads a query.
pub fn parse(text: &str) -> Result<Query> {
    let tokens = open_cypher::lex(text).tokens;
    let tokens: Vec<&Token> = tokens.iter().filter(|token| !token.is_trivia()).collect();
    if let Some(token) = tokens.get(MOST_TOKENS) {
        let span = token.span.start..token.span.end;
        let message = format!("the query has more than {MOST_TOKENS} words and signs");
        return Err(
            QueryError::compile(Class::SyntaxError, "UnexpectedSyntax", span, message)
                .with_help("hand long lists over as a parameter"),
        );
    }
    let mut rest = text.to_owned();
    let mode = match tokens
        .first()
        .map(|first| first.text(text).unwrap_or_default())
    {
        Some(word) if word.eq_ignore_ascii_case("EXPLAIN") => Mode::Explain,
        Some(word) if word.eq_ignore_ascii_case("PROFILE") => Mode::Profile,
        _ => Mode::Run,
    };
    if mode != Mode::Run {
        blank(&mut rest, tokens[0].span.start..tokens[0].span.end);
    }
    let mut query = parse_query(&rest)?;
    query.mode = mode;
    Ok(query)
}

/// A `CALL { ... }` that was taken out of the text.
struct SubqueryText {
    /// What stands between the parentheses of `CALL (a, b) { ... }`, if they are there.
    scope: Option<Span>,
    /// What stands between the braces.
    body: Span,
}

/// Reads a query, or the query of a subquery, which stands where it does in the whole text.
fn parse_query(text: &str) -> Result<Query> {
    let (bare, subqueries) = take_subqueries(text);
    let parsed =
        open_cypher::parse(&bare).map_err(|errors| message::syntax_error(text, &errors))?;
    lower::Lower::new(text, subqueries).program(&parsed.program)
}

/// Puts a call of a procedure in the place of each outermost `CALL { ... }`; the map is by offset.
fn take_subqueries(text: &str) -> (String, BTreeMap<usize, SubqueryText>) {
    let tokens = open_cypher::lex(text).tokens;
    let tokens: Vec<&Token> = tokens.iter().filter(|token| !token.is_trivia()).collect();
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    let mut bare = text.to_owned();
    let mut subqueries = BTreeMap::new();
    let mut at = 0;
    while at < tokens.len() {
        let start = at;
        at += 1;
        let is_name = start > 0
            && matches!(
                tokens[start - 1].kind,
                TokenKind::Dot
                    | TokenKind::Colon
                    | TokenKind::Pipe
                    | TokenKind::Keyword(Keyword::As)
            );
        if kind(start) != Some(TokenKind::Keyword(Keyword::Call)) || is_name {
            continue;
        }
        let mut open = start + 1;
        let mut scope = None;
        if kind(open) == Some(TokenKind::LeftParen)
            && let Some(close) = closing(&tokens, open)
        {
            scope = Some(tokens[open].span.end..tokens[close].span.start);
            open = close + 1;
        }
        if kind(open) != Some(TokenKind::LeftBrace) {
            continue;
        }
        let Some(close) = closing(&tokens, open) else {
            continue;
        };
        let whole = tokens[start].span.start..tokens[close].span.end;
        let body = tokens[open].span.end..tokens[close].span.start;
        blank(&mut bare, whole.clone());
        // The placeholder is as long as the shortest of what it replaces, `CALL{}` aside.
        const PLACEHOLDER: &str = "CALL s()";
        if whole.len() >= PLACEHOLDER.len() {
            bare.replace_range(whole.start..whole.start + PLACEHOLDER.len(), PLACEHOLDER);
            subqueries.insert(whole.start, SubqueryText { scope, body });
        }
        at = close + 1;
    }
    (bare, subqueries)
}

/// The bracket that closes the one at `open`.
fn closing(tokens: &[&Token], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            TokenKind::LeftParen | TokenKind::LeftBracket | TokenKind::LeftBrace => depth += 1,
            TokenKind::RightParen | TokenKind::RightBracket | TokenKind::RightBrace => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// Writes spaces over a part of a text; its length in bytes stays.
fn blank(text: &mut String, span: Span) {
    let spaces = " ".repeat(span.len());
    text.replace_range(span, &spaces);
}

/// A text of which only a part is kept, where it stands.
fn only(text: &str, span: &Span) -> String {
    let mut part = " ".repeat(span.start);
    part.push_str(&text[span.clone()]);
    part
}

#[cfg(test)]
mod tests;
