//! [CoNLL-U](https://universaldependencies.org/format.html): reading treebanks for training and
//! scoring, writing a document with its multi-word tokens.

use crate::error::{Error, Result};
use crate::text::{Deprel, Document};
use std::fmt::Write;
use std::path::Path;

/// A word of a treebank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) form: String,
    pub(crate) lemma: String,
    pub(crate) upos: String,
    pub(crate) xpos: String,
    /// The head's place in the sentence, from one; zero for the root.
    pub(crate) head: u32,
    pub(crate) deprel: Deprel,
    /// Whether it belongs to the same multi-word token as the word before.
    pub(crate) joined: bool,
    /// Whether white space follows.
    pub(crate) space_after: bool,
}

/// A sentence of a treebank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TreeSentence {
    pub(crate) words: Vec<Word>,
    /// Whether a paragraph or a document begins with it.
    pub(crate) opens_paragraph: bool,
}

/// Reads a treebank file. Empty nodes are left out.
///
/// # Errors
/// [`Error::Io`], and [`Error::Article`] with the line where a row is malformed.
pub(crate) fn read(path: &Path) -> Result<Vec<TreeSentence>> {
    let text = std::fs::read_to_string(path).map_err(Error::io("read", path))?;
    parse(path, &text)
}

pub(crate) fn parse(path: &Path, text: &str) -> Result<Vec<TreeSentence>> {
    let mut sentences = Vec::new();
    let mut sentence = TreeSentence::default();
    let mut multi: Option<(usize, usize, bool)> = None;
    for (number, line) in text.lines().chain([""]).enumerate() {
        let wrong = |message: String| Error::Article {
            path: path.to_path_buf(),
            line: Some(number + 1),
            message,
        };
        if line.is_empty() {
            if !sentence.words.is_empty() {
                check_heads(&sentence).map_err(wrong)?;
                sentences.push(std::mem::take(&mut sentence));
            }
            multi = None;
            continue;
        }
        if line.starts_with('#') {
            sentence.opens_paragraph |=
                line.starts_with("# newdoc") || line.starts_with("# newpar");
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, xpos, _, head, deprel, _, misc] = columns[..] else {
            return Err(wrong(format!(
                "found {} columns, CoNLL-U has 10 with a tab between",
                columns.len()
            )));
        };
        let space_after = !misc.split('|').any(|item| item == "SpaceAfter=No");
        if id.contains('.') {
            continue;
        }
        if let Some((from, to)) = id.split_once('-') {
            let (Ok(from), Ok(to)) = (from.parse(), to.parse()) else {
                return Err(wrong(format!("the id {id:?} is no range of numbers")));
            };
            multi = Some((from, to, space_after));
            continue;
        }
        let place = sentence.words.len() + 1;
        if id.parse() != Ok(place) {
            return Err(wrong(format!("found the id {id:?}, expected {place}")));
        }
        let mut word = Word {
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            upos: upos.to_owned(),
            xpos: xpos.to_owned(),
            head: head
                .parse()
                .map_err(|_| wrong(format!("the head {head:?} is no number")))?,
            deprel: deprel
                .parse()
                .or_else(|()| deprel.split(':').next().unwrap_or("").parse())
                .map_err(|()| wrong(format!("{deprel:?} is no dependency relation")))?,
            joined: false,
            space_after,
        };
        if let Some((from, to, after)) = multi
            && (from..=to).contains(&place)
        {
            word.joined = place > from;
            word.space_after = place == to && after;
        }
        sentence.words.push(word);
    }
    Ok(sentences)
}

fn check_heads(sentence: &TreeSentence) -> std::result::Result<(), String> {
    for (i, word) in sentence.words.iter().enumerate() {
        if word.head as usize > sentence.words.len() || word.head as usize == i + 1 {
            return Err(format!(
                "word {} of the sentence that ends here has the head {}",
                i + 1,
                word.head
            ));
        }
    }
    Ok(())
}

/// Writes a document as CoNLL-U: every token of every sentence, with `# newdoc` and `# newpar`,
/// multi-word tokens and `SpaceAfter=No`.
pub fn write(document: &Document) -> String {
    let text = &document.article.text;
    let mut out = String::new();
    let mut before: Option<usize> = None;
    for (number, sentence) in document.sentences.iter().enumerate() {
        if number == 0 {
            let _ = writeln!(out, "# newdoc id = {}", one_line(document.id()));
        }
        let between = before.map_or("", |end| &text[end..sentence.span.start as usize]);
        if number == 0 || between.matches('\n').count() > 1 {
            out.push_str("# newpar\n");
        }
        before = Some(sentence.span.end as usize);
        let _ = writeln!(
            out,
            "# sent_id = {}-{}",
            one_line(document.id()),
            number + 1
        );
        let _ = writeln!(out, "# text = {}", one_line(document.text(sentence.span)));
        let tokens = &document.tokens[sentence.tokens.clone()];
        for (i, token) in tokens.iter().enumerate() {
            let space_after = |end: u32| {
                text[end as usize..]
                    .chars()
                    .next()
                    .is_none_or(crate::parameters::letters::is_space)
            };
            if !token.joined {
                let last = i + tokens[i + 1..].iter().take_while(|t| t.joined).count();
                if last > i {
                    let whole = token.span.cover(tokens[last].span);
                    let misc = if space_after(whole.end) {
                        "_"
                    } else {
                        "SpaceAfter=No"
                    };
                    let form = whole.of(text);
                    let _ = writeln!(
                        out,
                        "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}",
                        i + 1,
                        last + 1
                    );
                }
            }
            let inside = token.joined || tokens.get(i + 1).is_some_and(|t| t.joined);
            let misc = if inside || space_after(token.span.end) {
                "_"
            } else {
                "SpaceAfter=No"
            };
            let head = token
                .head
                .map_or(0, |h| h as usize - sentence.tokens.start + 1);
            let features = token.features.to_string();
            let _ = writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t{misc}",
                i + 1,
                token.span.of(text),
                token.lemma,
                token.upos.as_str(),
                token.xpos,
                if features.is_empty() { "_" } else { &features },
                token.deprel.as_str(),
            );
        }
        out.push('\n');
    }
    out
}

/// White space as single spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
