//! The dictionary form of a word: an edit (letter case, how much to cut off, what to add) that is
//! looked up by form and tag, or by the longest known ending and the tag.

use super::letters::{hash, key_into, mix};
use super::model::{Reader, Writer};
use crate::error::Result;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The longest ending that is looked up, in characters.
pub(crate) const LONGEST_ENDING: usize = 6;

/// How a form becomes its lemma.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Edit {
    /// Keep the letter case of the form.
    pub(crate) keep_case: bool,
    /// How many characters to cut off the end; `None` for all of them.
    pub(crate) cut: Option<u8>,
    /// What to add then.
    pub(crate) add: String,
}

impl Edit {
    /// The edit between a form and its lemma.
    pub(crate) fn between(form: &str, lemma: &str) -> Edit {
        let lower = form.to_lowercase();
        let common = |a: &str| a.chars().zip(lemma.chars()).take_while(|(x, y)| x == y).count();
        let keep_case = common(form) > common(&lower);
        let base = if keep_case { form } else { &lower };
        let shared = common(base);
        let cut = base.chars().count() - shared;
        let whole = shared == 0 || cut > 250;
        Edit {
            keep_case,
            cut: (!whole).then_some(cut as u8),
            add: if whole {
                lemma.to_owned()
            } else {
                lemma.chars().skip(shared).collect()
            },
        }
    }

    /// The lemma of a form.
    pub(crate) fn apply(&self, form: &str) -> String {
        let Some(cut) = self.cut else {
            return self.add.clone();
        };
        let mut lemma = if self.keep_case {
            form.to_owned()
        } else {
            form.to_lowercase()
        };
        for _ in 0..cut {
            if lemma.chars().nth(1).is_none() {
                break;
            }
            lemma.pop();
        }
        lemma.push_str(&self.add);
        lemma
    }
}

/// A map whose keys are hashes already.
pub(crate) type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

/// Passes a hash through.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are u64")
    }
    fn write_u64(&mut self, x: u64) {
        self.0 = x;
    }
}

/// The lemmatizer's tables.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lemmatizer {
    pub(crate) edits: Vec<Edit>,
    /// From [`form_key`] and [`ending_key`] to the edit.
    pub(crate) rules: HashedMap<u16>,
}

/// The key of a whole form with a tag.
pub(crate) fn form_key(key: &str, tag: u64) -> u64 {
    super::letters::finish(mix(hash(21, key.as_bytes()), tag))
}

/// The key of an ending with a tag.
pub(crate) fn ending_key(ending: &str, tag: u64) -> u64 {
    super::letters::finish(mix(hash(22, ending.as_bytes()), tag))
}

impl Lemmatizer {
    /// The lemma of a form that bears a tag (its number among the model's tags).
    pub(crate) fn lemma(&self, form: &str, tag: u64, buffer: &mut String) -> String {
        key_into(form, buffer);
        let mut rule = self.rules.get(&form_key(buffer, tag));
        if rule.is_none() {
            let mut starts = [0usize; LONGEST_ENDING + 1];
            let mut n = 0;
            for (at, _) in buffer.char_indices().rev().take(LONGEST_ENDING) {
                n += 1;
                starts[n] = at;
            }
            starts[0] = buffer.len();
            rule = (0..=n)
                .rev()
                .find_map(|k| self.rules.get(&ending_key(&buffer[starts[k]..], tag)));
        }
        let lemma = match rule {
            Some(&edit) => self.edits[usize::from(edit)].apply(form),
            None => form.to_lowercase(),
        };
        if lemma.is_empty() { form.to_owned() } else { lemma }
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        to.texts(&self.edits.iter().map(|e| e.add.as_str()).collect::<Vec<_>>());
        let code = |e: &Edit| u32::from(e.keep_case) + 2 * e.cut.map_or(255, u32::from);
        to.u32s(&self.edits.iter().map(code).collect::<Vec<_>>());
        let mut rules: Vec<(u64, u16)> = self.rules.iter().map(|(&k, &v)| (k, v)).collect();
        rules.sort_unstable();
        to.u64s(&rules.iter().map(|r| r.0).collect::<Vec<_>>());
        to.u16s(&rules.iter().map(|r| r.1).collect::<Vec<_>>());
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Lemmatizer> {
        let adds = from.texts()?;
        let codes = from.u32s()?;
        let keys = from.u64s()?;
        let values = from.u16s()?;
        if adds.len() != codes.len()
            || keys.len() != values.len()
            || values.iter().any(|&v| usize::from(v) >= adds.len())
        {
            return Err(from.damaged("a lemma rule points nowhere"));
        }
        let edits = adds.into_iter().zip(codes).map(|(add, code)| Edit {
            keep_case: code & 1 == 1,
            cut: u8::try_from(code >> 1).ok().filter(|&cut| cut < 255),
            add,
        });
        Ok(Lemmatizer {
            edits: edits.collect(),
            rules: keys.into_iter().zip(values).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_gives_the_lemma_back() {
        for (form, lemma) in [
            ("Said", "say"),
            ("talks", "talk"),
            ("Geneva", "Geneva"),
            ("NATO", "NATO"),
            ("n't", "not"),
            ("'s", "be"),
            ("Élysée", "Élysée"),
            ("İstanbul", "İstanbul"),
            ("THE", "the"),
        ] {
            let edit = Edit::between(form, lemma);
            assert_eq!(edit.apply(form), lemma, "{form} {edit:?}");
        }
    }
}
