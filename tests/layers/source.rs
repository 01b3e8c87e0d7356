//! What a source file uses of its crate. A scanner of tokens, no parser: enough for paths that are
//! written out, in `use` or in place.

use std::collections::BTreeSet;

/// A source file below `src/`.
#[derive(Debug)]
pub struct Source {
    /// Its path below `src/`.
    pub name: String,
    tokens: Vec<Token>,
}

/// A path into the crate, from its root.
#[derive(Debug)]
pub struct Used {
    /// The line that it begins at.
    pub line: usize,
    /// Its names without `crate`.
    pub segments: Vec<String>,
}

/// A word, `::`, or a single mark, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    line: usize,
    text: String,
}

impl Source {
    /// Scans a file; what is compiled for tests alone is left out.
    pub fn new(name: &str, text: &str) -> Source {
        Source {
            name: name.to_owned(),
            tokens: without_test_items(tokens(text)),
        }
    }

    /// The module at the root that the file belongs to; `lib` and `main` for these two.
    pub fn module(&self) -> &str {
        let first = self.name.split('/').next().unwrap_or_default();
        first.trim_end_matches(".rs")
    }

    /// The path of the file's own module.
    fn module_path(&self) -> Vec<String> {
        let path = self.name.trim_end_matches(".rs").trim_end_matches("/mod");
        match path {
            "lib" | "main" => Vec::new(),
            path => path.split('/').map(str::to_owned).collect(),
        }
    }

    /// Every path that begins with `crate`, or leads to the root by `super`; and in a program every
    /// module of its own.
    pub fn paths(&self) -> Vec<Used> {
        let mut found = Vec::new();
        // The inline modules that are open, with the depth of brackets at which each closes.
        let (mut inline, mut depth): (Vec<(String, usize)>, usize) = (Vec::new(), 0);
        let text = |at: usize| self.tokens.get(at).map_or("", |t| t.text.as_str());
        for (at, token) in self.tokens.iter().enumerate() {
            let path_goes_on = at > 0 && text(at - 1) == "::";
            match token.text.as_str() {
                "{" => depth += 1,
                "}" => {
                    depth = depth.saturating_sub(1);
                    inline.pop_if(|(_, closes)| *closes == depth);
                }
                "mod" if text(at + 2) == "{" => inline.push((text(at + 1).to_owned(), depth)),
                "mod" if ["main", "bin"].contains(&self.module()) && text(at + 2) == ";" => found
                    .push(Used {
                        line: token.line,
                        segments: vec![text(at + 1).to_owned()],
                    }),
                "crate" if !path_goes_on && text(at + 1) == "::" => {
                    self.follow(at + 2, Vec::new(), &mut found);
                }
                "super" if !path_goes_on && text(at + 1) == "::" => {
                    let mut here = self.module_path();
                    here.extend(inline.iter().map(|(name, _)| name.clone()));
                    here.pop();
                    self.follow(at + 2, here, &mut found);
                }
                _ => {}
            }
        }
        found
    }

    /// Reads on after `::` with the path so far, through groups in braces; answers where it ends.
    fn follow(&self, mut at: usize, mut path: Vec<String>, found: &mut Vec<Used>) -> usize {
        loop {
            let Some(token) = self.tokens.get(at) else {
                return at;
            };
            match token.text.as_str() {
                "super" => drop(path.pop()),
                "self" => {}
                "{" => {
                    at += 1;
                    while self.tokens.get(at).is_some_and(|t| t.text != "}") {
                        at = self.follow(at, path.clone(), found);
                        // Past `as name` and the comma.
                        while self
                            .tokens
                            .get(at)
                            .is_some_and(|t| !["}", ","].contains(&&*t.text))
                        {
                            at += 1;
                        }
                        at += usize::from(self.tokens.get(at).is_some_and(|t| t.text == ","));
                    }
                    return at + 1;
                }
                name => path.push(name.to_owned()),
            }
            if self.tokens.get(at + 1).is_none_or(|t| t.text != "::") {
                found.push(Used {
                    line: token.line,
                    segments: path,
                });
                return at + 1;
            }
            at += 2;
        }
    }

    /// Everything that prints, with its line.
    pub fn output(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for pair in self.tokens.windows(2) {
            let (line, name, mark) = (pair[0].line, pair[0].text.as_str(), pair[1].text.as_str());
            match (name, mark) {
                ("println" | "eprintln" | "print" | "eprint" | "dbg", "!") => {
                    found.push((line, format!("{name}!")));
                }
                ("stdout" | "stderr", "(") => found.push((line, name.to_owned())),
                _ => {}
            }
        }
        found
    }
}

/// The modules that a file declares with `mod name;`.
pub fn declared_modules(text: &str) -> BTreeSet<String> {
    let tokens = tokens(text);
    let declared = tokens.windows(3);
    declared
        .filter(|t| t[0].text == "mod" && t[2].text == ";")
        .map(|t| t[1].text.clone())
        .collect()
}

/// Takes out every item that `#[cfg(test)]` stands before: up to its `;` or closing brace.
fn without_test_items(tokens: Vec<Token>) -> Vec<Token> {
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let ahead = tokens[at..]
            .iter()
            .take(mark.len())
            .map(|t| t.text.as_str());
        if !ahead.eq(mark) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        at += mark.len();
        let mut depth = 0usize;
        while at < tokens.len() {
            let text = tokens[at].text.as_str();
            at += 1;
            match text {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth -= 1,
                _ => {}
            }
            // A `use` ends at its semicolon, its braces do not end it.
            let braced = text == "}" && tokens.get(at).is_none_or(|next| next.text != ";");
            if depth == 0 && (text == ";" || braced) {
                break;
            }
        }
    }
    kept
}

/// Words and marks; comments, strings, characters and lifetimes are left out.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let (mut tokens, mut at, mut line) = (Vec::new(), 0, 1);
    let word = |c: char| c.is_alphanumeric() || c == '_';
    while at < chars.len() {
        let (c, next) = (chars[at], chars.get(at + 1).copied().unwrap_or(' '));
        let start = at;
        match c {
            '/' if next == '/' => at += run(&chars[at..], |c| c != '\n'),
            '/' if next == '*' => at += block_comment(&chars[at..]),
            '"' => at += string(&chars[at..]),
            'r' if raw_string(&chars[at..]).is_some() => {
                at += raw_string(&chars[at..]).unwrap_or(1);
            }
            'b' | 'c' if next == '"' => at += 1 + string(&chars[at + 1..]),
            'b' | 'c' if next == 'r' && raw_string(&chars[at + 1..]).is_some() => {
                at += 1 + raw_string(&chars[at + 1..]).unwrap_or(1);
            }
            // A character, or a lifetime.
            '\'' if next == '\\' => {
                at += 3;
                at += run(&chars[at.min(chars.len())..], |c| c != '\'') + 1;
            }
            '\'' if chars.get(at + 2) == Some(&'\'') => at += 3,
            '\'' => at += 1 + run(&chars[at + 1..], word),
            c if word(c) => {
                at += run(&chars[at..], word);
                let text = chars[start..at].iter().collect();
                tokens.push(Token { line, text });
            }
            c if c.is_whitespace() => at += 1,
            ':' if next == ':' => {
                at += 2;
                let text = "::".to_owned();
                tokens.push(Token { line, text });
            }
            c => {
                at += 1;
                let text = c.to_string();
                tokens.push(Token { line, text });
            }
        }
        at = at.min(chars.len());
        line += chars[start..at].iter().filter(|&&c| c == '\n').count();
    }
    tokens
}

fn run(chars: &[char], wanted: impl Fn(char) -> bool) -> usize {
    chars.iter().take_while(|&&c| wanted(c)).count()
}

/// The length of a string with its quotes.
fn string(chars: &[char]) -> usize {
    let mut at = 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// The length of a raw string, if one begins here.
fn raw_string(chars: &[char]) -> Option<usize> {
    let hashes = run(&chars[1..], |c| c == '#');
    if chars.get(1 + hashes) != Some(&'"') {
        return None;
    }
    let body = 2 + hashes;
    let closes = |at: &usize| chars[*at] == '"' && run(&chars[at + 1..], |c| c == '#') >= hashes;
    let end = (body..chars.len()).find(closes)?;
    Some(end + 1 + hashes)
}

/// The length of a block comment, nested ones within.
fn block_comment(chars: &[char]) -> usize {
    let (mut at, mut depth) = (0, 0usize);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (at, depth) = (at + 2, depth + 1),
            ('*', Some('/')) => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}
