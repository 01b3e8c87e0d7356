//! The dictionary form of a word: an edit (letter case, how much to cut off, what to add) that is
//! looked up by form and tag, or by the longest known ending and the tag.

use crate::error::Result;
use crate::parameters::file::{Reader, Writer};
use crate::parameters::letters::{hash, key_into, mix};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The longest ending that is looked up, in characters.
pub(crate) const LONGEST_ENDING: usize = 6;

/// What happens to the letter case of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum LetterCase {
    /// All lower case.
    Lower,
    /// As in the form.
    Keep,
    /// The first letter upper, the rest lower case.
    Title,
}

impl LetterCase {
    pub(crate) const ALL: [LetterCase; 3] =
        [LetterCase::Lower, LetterCase::Keep, LetterCase::Title];

    pub(crate) fn of(self, form: &str) -> String {
        match self {
            LetterCase::Lower => form.to_lowercase(),
            LetterCase::Keep => form.to_owned(),
            LetterCase::Title => {
                let mut chars = form.chars();
                match chars.next() {
                    None => String::new(),
                    Some(first) => {
                        first.to_uppercase().collect::<String>() + &chars.as_str().to_lowercase()
                    }
                }
            }
        }
    }
}

/// How a form becomes its lemma.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Edit {
    pub(crate) case: LetterCase,
    /// How many characters to cut off the end; `None` for all of them.
    pub(crate) cut: Option<u8>,
    /// What to add then.
    pub(crate) add: String,
}

impl Edit {
    /// The edits that make the lemma of the form and keep the most of it.
    pub(crate) fn between(form: &str, lemma: &str) -> Vec<Edit> {
        let mut edits: Vec<(usize, Edit)> = Vec::new();
        for case in LetterCase::ALL {
            let base = case.of(form);
            let shared = base
                .chars()
                .zip(lemma.chars())
                .take_while(|(x, y)| x == y)
                .count();
            let cut = base.chars().count() - shared;
            if shared > 0 && cut < 200 {
                let add = lemma.chars().skip(shared).collect();
                edits.push((
                    shared,
                    Edit {
                        case,
                        cut: Some(cut as u8),
                        add,
                    },
                ));
            }
        }
        let most = edits.iter().map(|e| e.0).max().unwrap_or(0);
        let mut best: Vec<Edit> = edits
            .into_iter()
            .filter(|e| e.0 == most)
            .map(|e| e.1)
            .collect();
        if best.is_empty() {
            best.push(Edit {
                case: LetterCase::Lower,
                cut: None,
                add: lemma.to_owned(),
            });
        }
        best
    }

    /// The lemma of a form.
    pub(crate) fn apply(&self, form: &str) -> String {
        let Some(cut) = self.cut else {
            return self.add.clone();
        };
        let mut lemma = self.case.of(form);
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
    /// Words that are known to exist, as [`word_key`]: they decide between "bombed", bomb, and
    /// "timed", time.
    pub(crate) known: HashedMap<()>,
}

/// The key of a word that is known to exist.
pub(crate) fn word_key(word: &str) -> u64 {
    hash(23, word.as_bytes())
}

/// The key of a whole form with a tag.
pub(crate) fn form_key(key: &str, tag: u64) -> u64 {
    crate::parameters::letters::finish(mix(hash(21, key.as_bytes()), tag))
}

/// The key of an ending with a tag.
pub(crate) fn ending_key(ending: &str, tag: u64) -> u64 {
    crate::parameters::letters::finish(mix(hash(22, ending.as_bytes()), tag))
}

impl Lemmatizer {
    /// The lemma of a form that bears a tag: its number among the model's tags, and its Penn name.
    pub(crate) fn lemma(&self, form: &str, tag: u64, xpos: &str, buffer: &mut String) -> String {
        key_into(form, buffer);
        if let Some(&edit) = self.rules.get(&form_key(buffer, tag)) {
            return nonempty(self.edits[usize::from(edit)].apply(form), form);
        }
        if let Some(lemma) = self.regular(buffer, xpos) {
            return lemma;
        }
        let mut starts = [0usize; LONGEST_ENDING + 1];
        let mut n = 0;
        for (at, _) in buffer.char_indices().rev().take(LONGEST_ENDING) {
            n += 1;
            starts[n] = at;
        }
        starts[0] = buffer.len();
        let rule = (0..=n)
            .rev()
            .find_map(|k| self.rules.get(&ending_key(&buffer[starts[k]..], tag)));
        let lemma = match rule {
            Some(&edit) => {
                let edit = &self.edits[usize::from(edit)];
                let name = xpos == "NNP" && edit.case == LetterCase::Keep;
                if name && form.len() > 3 && form.bytes().all(|b| b.is_ascii_lowercase()) {
                    LetterCase::Title.of(&edit.apply(form))
                } else {
                    edit.apply(form)
                }
            }
            None => form.to_lowercase(),
        };
        nonempty(lemma, form)
    }

    /// The lemma by the regular endings, where the word that is left is known to exist.
    fn regular(&self, form: &str, xpos: &str) -> Option<String> {
        let known = |word: &str| self.known.contains_key(&word_key(word));
        let with = |stem: &str, add: &str| format!("{stem}{add}");
        let candidates: Vec<String> = match xpos {
            "VBD" | "VBN" | "VBG" => {
                let stem = form.strip_suffix(if xpos == "VBG" { "ing" } else { "ed" })?;
                let mut words = vec![with(stem, "e"), stem.to_owned()];
                let mut ends = stem.chars().rev();
                if let (Some(a), Some(b)) = (ends.next(), ends.next())
                    && a == b
                {
                    words.push(stem[..stem.len() - a.len_utf8()].to_owned());
                }
                if xpos != "VBG"
                    && let Some(stem) = stem.strip_suffix('i')
                {
                    words.push(with(stem, "y"));
                }
                words
            }
            "VBZ" | "NNS" => {
                let stem = form.strip_suffix('s')?;
                let mut words = vec![stem.to_owned()];
                if let Some(stem) = stem.strip_suffix('e') {
                    words.push(stem.to_owned());
                    if let Some(stem) = stem.strip_suffix('i') {
                        words.push(with(stem, "y"));
                    }
                }
                words
            }
            _ => return None,
        };
        candidates
            .into_iter()
            .find(|word| word.len() > 2 && known(word))
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        to.texts(
            &self
                .edits
                .iter()
                .map(|e| e.add.as_str())
                .collect::<Vec<_>>(),
        );
        let code = |e: &Edit| e.case as u32 + 4 * e.cut.map_or(255, u32::from);
        to.u32s(&self.edits.iter().map(code).collect::<Vec<_>>());
        let mut rules: Vec<(u64, u16)> = self.rules.iter().map(|(&k, &v)| (k, v)).collect();
        rules.sort_unstable();
        to.u64s(&rules.iter().map(|r| r.0).collect::<Vec<_>>());
        to.u16s(&rules.iter().map(|r| r.1).collect::<Vec<_>>());
        let mut known: Vec<u64> = self.known.keys().copied().collect();
        known.sort_unstable();
        to.u64s(&known);
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Lemmatizer> {
        let adds = from.texts()?;
        let codes = from.u32s()?;
        let keys = from.u64s()?;
        let values = from.u16s()?;
        let known = from.u64s()?;
        if adds.len() != codes.len()
            || keys.len() != values.len()
            || values.iter().any(|&v| usize::from(v) >= adds.len())
        {
            return Err(from.damaged("a lemma rule points nowhere"));
        }
        let edits = adds.into_iter().zip(codes).map(|(add, code)| Edit {
            case: LetterCase::ALL[(code & 3).min(2) as usize],
            cut: u8::try_from(code >> 2).ok().filter(|&cut| cut < 255),
            add,
        });
        Ok(Lemmatizer {
            edits: edits.collect(),
            rules: keys.into_iter().zip(values).collect(),
            known: known.into_iter().map(|key| (key, ())).collect(),
        })
    }
}

fn nonempty(lemma: String, form: &str) -> String {
    if lemma.is_empty() {
        form.to_owned()
    } else {
        lemma
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
            for edit in Edit::between(form, lemma) {
                assert_eq!(edit.apply(form), lemma, "{form} {edit:?}");
            }
        }
    }
}
