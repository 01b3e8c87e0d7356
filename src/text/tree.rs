//! A view of a document's dependency trees from the heads down.

use super::{Deprel, Document, Span};
use std::ops::Range;

/// The dependents of each token, in text order. Made once for a document.
#[derive(Debug)]
pub struct Tree<'d> {
    document: &'d Document,
    /// The dependents of token `i` are `dependents[starts[i]..starts[i + 1]]`.
    starts: Vec<u32>,
    dependents: Vec<u32>,
}

impl<'d> Tree<'d> {
    /// Turns the heads of the document's tokens around.
    pub fn new(document: &'d Document) -> Tree<'d> {
        let count = document.tokens.len();
        let mut starts = vec![0u32; count + 2];
        for token in &document.tokens {
            if let Some(head) = token.head {
                starts[head as usize + 2] += 1;
            }
        }
        for index in 2..starts.len() {
            starts[index] += starts[index - 1];
        }
        let mut dependents = vec![0u32; starts[count + 1] as usize];
        for (index, token) in document.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                let next = &mut starts[head as usize + 1];
                dependents[*next as usize] = index as u32;
                *next += 1;
            }
        }
        Tree {
            document,
            starts,
            dependents,
        }
    }

    /// The document.
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// The dependents of a token, in text order.
    pub fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let range = self.starts[token] as usize..self.starts[token + 1] as usize;
        self.dependents[range].iter().map(|&child| child as usize)
    }

    /// The dependents that bear one of these relations, in text order.
    pub fn children_by<'t>(
        &'t self,
        token: usize,
        relations: &'t [Deprel],
    ) -> impl DoubleEndedIterator<Item = usize> + 't {
        self.children(token)
            .filter(|&child| relations.contains(&self.deprel(child)))
    }

    /// The first dependent that bears one of these relations.
    pub fn child_by(&self, token: usize, relations: &[Deprel]) -> Option<usize> {
        self.children_by(token, relations).next()
    }

    /// How a token depends on its head.
    pub fn deprel(&self, token: usize) -> Deprel {
        self.document.tokens[token].deprel
    }

    /// The head of a token.
    pub fn head(&self, token: usize) -> Option<usize> {
        self.document.tokens[token].head.map(|head| head as usize)
    }

    /// The lemma of a token.
    pub fn lemma(&self, token: usize) -> &'d str {
        &self.document.tokens[token].lemma
    }

    /// Whether `token` is `ancestor` or stands anywhere below it.
    pub fn is_below(&self, token: usize, ancestor: usize) -> bool {
        let mut at = Some(token);
        while let Some(here) = at {
            if here == ancestor {
                return true;
            }
            at = self.head(here);
        }
        false
    }

    /// All tokens of the subtree of `token` whose branches `keep` keeps, in text order. `keep` is
    /// asked for each token below `token`; what it refuses goes with all that hangs on it.
    pub fn subtree(&self, token: usize, keep: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found = vec![token];
        let mut open = vec![token];
        while let Some(here) = open.pop() {
            for child in self.children(here).filter(|&child| keep(child)) {
                found.push(child);
                open.push(child);
            }
        }
        found.sort_unstable();
        found
    }

    /// The text of a run of tokens, from the first one's start to the last one's end.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        self.document.span(tokens)
    }

    /// The prepositions of a noun phrase or the markers of a clause, joined: `according to`.
    pub fn case(&self, token: usize) -> Option<String> {
        let first = self.child_by(token, &[Deprel::Case, Deprel::Mark])?;
        let mut words = self.lemma(first).to_owned();
        for fixed in self.children_by(first, &[Deprel::Fixed]) {
            words.push(' ');
            words.push_str(self.lemma(fixed));
        }
        Some(words)
    }

    /// Whether a token is preceded by this preposition or marker.
    pub fn has_case(&self, token: usize, word: &str) -> bool {
        self.children_by(token, &[Deprel::Case, Deprel::Mark])
            .any(|child| self.lemma(child) == word)
    }

    /// The members of a coordination headed by `token`: itself and its conjuncts.
    pub fn coordination(&self, token: usize) -> Vec<usize> {
        let mut members = vec![token];
        members.extend(self.children_by(token, &[Deprel::Conj]));
        members
    }
}
