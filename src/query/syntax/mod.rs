//! From text to the syntax tree. The crate `open-cypher` reads the openCypher grammar; its tree is
//! turned into ours here and stays in this folder.
//!
//! Three things stand outside that grammar and are taken out of the text before it is read, blanks
//! in their place so that every offset holds: an opening `EXPLAIN` or `PROFILE`, `CALL { ... }`,
//! whose query is read by itself, and so is the path of `EXISTS { (a)-->(b:Label) }`.

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
        if let Some(body) = bare_pattern(text, &tokens, start)
            && !is_name
        {
            // Any path serves in its place.
            blank(&mut bare, body.clone());
            bare.replace_range(body.start..body.start + 2, "()");
            let place = tokens[start].span.start;
            subqueries.insert(place, SubqueryText { scope: None, body });
            continue;
        }
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

/// What stands between the braces of `EXISTS { ... }` or `COUNT { ... }`, where that is no query but
/// the path of a `MATCH`.
fn bare_pattern(text: &str, tokens: &[&Token], at: usize) -> Option<Span> {
    let word = tokens[at].text(text)?;
    let known = ["EXISTS", "COUNT"]
        .iter()
        .any(|name| word.eq_ignore_ascii_case(name));
    let open = tokens.get(at + 1)?;
    let first = tokens.get(at + 2)?;
    let is_path = match first.kind {
        TokenKind::LeftParen => true,
        TokenKind::Keyword(Keyword::ShortestPath | Keyword::AllShortestPaths) => true,
        _ => tokens
            .get(at + 3)
            .is_some_and(|next| next.text(text) == Some("=")),
    };
    if !known || open.kind != TokenKind::LeftBrace || !is_path {
        return None;
    }
    let close = closing(tokens, at + 1)?;
    Some(open.span.end..tokens[close].span.start)
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

/// The path of `EXISTS { ... }` as a query of its own, where it stands: what comes before it there
/// is longer than the word that a query begins with.
fn as_match(text: &str, span: &Span) -> String {
    const WORD: &str = "MATCH ";
    let mut query = only(text, span);
    query.replace_range(span.start - WORD.len()..span.start, WORD);
    query
}

/// A text of which only a part is kept, where it stands.
fn only(text: &str, span: &Span) -> String {
    let mut part = " ".repeat(span.start);
    part.push_str(&text[span.clone()]);
    part
}

#[cfg(test)]
mod tests;
