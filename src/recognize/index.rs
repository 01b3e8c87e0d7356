//! The gazetteer's names as an automaton that finds them all in one pass over the tokens.

use crate::schema::{Gazetteer, RowId};
use crate::text::Document;
use daachorse::{DoubleArrayAhoCorasick, DoubleArrayAhoCorasickBuilder, MatchKind};
use std::collections::BTreeMap;
use std::ops::Range;

/// In which column of its row a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// The canonical name or an alias.
    Name,
    /// A national adjective.
    Adjective,
    /// A capital, which may mean the government.
    Capital,
}

/// A row that a name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub form: Form,
    pub row: RowId,
    /// Whether a user's own gazetteer says so.
    pub own: bool,
}

/// A name of the gazetteer in a document.
#[derive(Debug)]
pub(super) struct Found<'i> {
    pub tokens: Range<usize>,
    /// At least one. Where a user's own gazetteer has the name, only what it says.
    pub entries: Vec<&'i Entry>,
}

impl Found<'_> {
    /// Whether a user's own gazetteer has the name.
    pub fn is_own(&self) -> bool {
        self.entries.iter().any(|entry| entry.own)
    }
}

/// All names of a gazetteer.
pub(super) struct NameIndex {
    automaton: Option<DoubleArrayAhoCorasick<u32>>,
    entries: Vec<Vec<Entry>>,
}

impl std::fmt::Debug for NameIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NameIndex of {} names", self.entries.len())
    }
}

impl NameIndex {
    pub fn new(gazetteer: &Gazetteer) -> NameIndex {
        let mut names: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for (id, row) in gazetteer.rows() {
            let mut add = |name: &str, form| {
                let entries = names.entry(plain(name)).or_default();
                let own = form == Form::Name && row.own.iter().any(|own| own == name);
                let entry = Entry { form, row: id, own };
                if !entries.contains(&entry) {
                    entries.push(entry);
                }
            };
            add(&row.name, Form::Name);
            row.aliases.iter().for_each(|name| add(name, Form::Name));
            row.adjectives
                .iter()
                .for_each(|name| add(name, Form::Adjective));
            row.capital.iter().for_each(|name| add(name, Form::Capital));
        }
        let patterns = names.keys().zip(0u32..);
        let automaton = DoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build_with_values(patterns)
            .ok();
        NameIndex {
            automaton,
            entries: names.into_values().collect(),
        }
    }

    /// The names in a document, in text order: the leftmost, and of those the longest, that begin
    /// and end with a token. Of the rows that a name may mean only those that `counts` accepts.
    pub fn find<'i>(
        &'i self,
        document: &Document,
        counts: impl Fn(RowId) -> bool,
    ) -> Vec<Found<'i>> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for sentence in &document.sentences {
            let (line, starts) = line_of(document, sentence.tokens.clone());
            for hit in automaton.leftmost_find_iter(&line) {
                let Ok(first) = starts.binary_search(&hit.start()) else {
                    continue;
                };
                let last = starts.partition_point(|&start| start < hit.end()) - 1;
                let token = sentence.tokens.start + last;
                if starts[last] + plain(document.word(token)).len() != hit.end() {
                    continue;
                }
                let all = self.entries[hit.value() as usize].iter();
                let mut entries: Vec<&Entry> = all.filter(|entry| counts(entry.row)).collect();
                if entries.iter().any(|entry| entry.own) {
                    entries.retain(|entry| entry.own);
                }
                if !entries.is_empty() {
                    found.push(Found {
                        tokens: sentence.tokens.start + first..token + 1,
                        entries,
                    });
                }
            }
        }
        found
    }
}

/// The tokens joined by single spaces where the text has any gap, and where each one starts.
fn line_of(document: &Document, tokens: Range<usize>) -> (String, Vec<usize>) {
    let mut line = String::new();
    let mut starts = Vec::with_capacity(tokens.len());
    let mut end = None;
    for token in &document.tokens[tokens] {
        if end.is_some_and(|end| end < token.span.start) {
            line.push(' ');
        }
        end = Some(token.span.end);
        starts.push(line.len());
        line.push_str(&plain(document.text(token.span)));
    }
    (line, starts)
}

/// A name as it is compared: one kind of apostrophe, one kind of hyphen.
fn plain(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            '’' | '‘' | 'ʼ' | '`' => '\'',
            '‐' | '‑' => '-',
            c => c,
        })
        .collect()
}
