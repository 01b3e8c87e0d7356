//! The predicates between a source and a target: from the verb that governs the source down to what
//! governs the target, and the classes that the schema's words give them.

use crate::schema::EventTypes;
use crate::text::{Deprel, Tree, Upos};
use std::collections::BTreeSet;
use std::ops::Range;

/// A tree with two marked stretches.
pub(super) struct Chain<'a> {
    pub tree: &'a Tree<'a>,
    pub source: Range<usize>,
    pub target: Range<usize>,
    /// The token that heads each.
    pub heads: [Option<usize>; 2],
    /// The verb that governs the source, or what stands for one.
    pub main: usize,
    /// The words of content on the way from source to target.
    pub path: Vec<usize>,
    /// The main verb and those that complete it.
    pub verbs: Vec<usize>,
}

impl<'a> Chain<'a> {
    /// `None` where the text has no tokens.
    pub fn new(
        tree: &'a Tree<'a>,
        source: Range<usize>,
        target: Range<usize>,
    ) -> Option<Chain<'a>> {
        let tokens = &tree.document().tokens;
        if tokens.is_empty() {
            return None;
        }
        let heads = [&source, &target].map(|range| top(tree, range));
        let up = heads.map(|head| head.map_or(Vec::new(), |head| ancestors(tree, head)));
        let inside = |token: &usize| source.contains(token) || target.contains(token);
        let common = up[0].iter().find(|token| up[1].contains(token)).copied();
        let below = |up: &[usize]| -> Vec<usize> {
            let to = up.iter().take_while(|&&token| Some(token) != common);
            to.copied().filter(|token| !inside(token)).collect()
        };
        let mut path = below(&up[0]);
        path.extend(common.filter(|token| !inside(token)));
        path.extend(below(&up[1]).into_iter().rev());
        path.retain(|&token| {
            matches!(
                tokens[token].upos,
                Upos::Verb | Upos::Noun | Upos::Adj | Upos::Propn | Upos::Adv
            )
        });
        let verb = |&token: &usize| tokens[token].upos == Upos::Verb;
        let governors = up
            .each_ref()
            .map(|up| up.iter().skip(1).copied().find(|t| verb(t)));
        let main = governors[0]
            .or(path.first().copied())
            .or(governors[1])
            .or(common)
            .or_else(|| up[0].last().copied())
            .or_else(|| tokens.iter().position(|token| token.upos == Upos::Verb))
            .unwrap_or(0);
        let mut verbs = vec![main];
        let mut front = vec![main];
        for _ in 0..3 {
            let complements = front.iter().flat_map(|&verb| {
                tree.children(verb)
                    .filter(|&child| match tree.deprel(child) {
                        Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl => true,
                        Deprel::Conj => tokens[child].upos == Upos::Verb,
                        _ => false,
                    })
            });
            front = complements.collect();
            verbs.extend(&front);
        }
        Some(Chain {
            tree,
            source,
            target,
            heads,
            main,
            path,
            verbs,
        })
    }

    /// A lemma in small letters.
    pub fn lemma(&self, token: usize) -> String {
        self.tree.lemma(token).to_lowercase()
    }

    pub fn is_verb(&self, token: usize) -> bool {
        self.tree.document().tokens[token].upos == Upos::Verb
    }

    /// The classes of the longest predicate of a verb that fits, and whether it has more than one
    /// word.
    pub fn classes_of_verb(&self, events: &EventTypes, verb: usize) -> (Vec<usize>, bool) {
        let words = std::cell::OnceCell::new();
        let has = |word: &String| words.get_or_init(|| self.words_of(verb)).contains(word);
        longest(events.of_verb(&self.lemma(verb)), &has)
    }

    /// The same of a noun, with the words before it.
    pub fn classes_of_noun(&self, events: &EventTypes, noun: usize) -> Vec<usize> {
        let has = |word: &String| self.tree.children(noun).any(|c| self.lemma(c) == *word);
        longest(events.of_noun(&self.lemma(noun)), &has).0
    }

    /// The lemmas that hang on a predicate: particles, objects, what prepositions govern, and what
    /// hangs on these.
    fn words_of(&self, verb: usize) -> BTreeSet<String> {
        use Deprel::*;
        let tree = self.tree;
        let mut words = BTreeSet::new();
        for child in tree.children(verb) {
            let relation = tree.deprel(child);
            let near = matches!(
                relation,
                CompoundPrt
                    | Advmod
                    | Obj
                    | Xcomp
                    | NsubjPass
                    | Obl
                    | Iobj
                    | Nmod
                    | Ccomp
                    | Advcl
                    | OblUnmarked
                    | Mark
                    | Aux
                    | Amod
                    | Parataxis
                    | Acl
                    | Compound
                    | Conj
            );
            if near {
                words.insert(self.lemma(child));
            }
            if !matches!(
                relation,
                Obj | Obl | Xcomp | NsubjPass | Advcl | Ccomp | Nmod
            ) {
                continue;
            }
            for below in tree.children(child) {
                let relation = tree.deprel(below);
                if matches!(
                    relation,
                    Case | Mark
                        | Compound
                        | Amod
                        | Nmod
                        | Acl
                        | Conj
                        | CompoundPrt
                        | Obj
                        | Det
                        | Fixed
                ) {
                    words.insert(self.lemma(below));
                }
                if matches!(relation, Nmod | Conj) {
                    let cases = tree.children_by(below, &[Case]);
                    words.extend(cases.map(|case| self.lemma(case)));
                }
            }
        }
        words
    }
}

/// The classes of the entries that ask for the most words and have them all.
fn longest(entries: &[(Vec<String>, usize)], has: &dyn Fn(&String) -> bool) -> (Vec<usize>, bool) {
    let mut best: Vec<usize> = Vec::new();
    let mut length = 0;
    for (rest, event) in entries {
        if !rest.iter().all(has) || !best.is_empty() && rest.len() < length {
            continue;
        }
        if rest.len() > length {
            best.clear();
            length = rest.len();
        }
        if !best.contains(event) {
            best.push(*event);
        }
    }
    (best, length > 0)
}

/// The token of a stretch that the others hang on.
fn top(tree: &Tree<'_>, range: &Range<usize>) -> Option<usize> {
    let tokens = &tree.document().tokens;
    let outside = |&token: &usize| {
        !tree.head(token).is_some_and(|head| range.contains(&head))
            && tokens[token].upos != Upos::Punct
    };
    range.clone().find(outside).or(range.clone().next())
}

/// A token and all that it hangs on, upwards.
pub(super) fn ancestors(tree: &Tree<'_>, token: usize) -> Vec<usize> {
    std::iter::successors(Some(token), |&at| tree.head(at)).collect()
}
