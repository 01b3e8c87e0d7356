//! Classes of words: words that stand among like words in a lot of text are of one class, whether a
//! model was taught with them or not. There are three divisions: 64 classes, 256 and 1,024.
//!
//! `interop/word_classes.py` makes the file, which is packed with gzip: a line with the numbers of
//! the coarse and middle class (`3:17`) of each fine one, then a line with the words of each.

use super::letters::hash;
use std::io::Read;
use std::sync::OnceLock;

static BUILT_IN: &[u8] = include_bytes!("../../models/word_classes.gz");

/// Of the hash that words are found by.
const SEED: u64 = 1;
/// So many low bits of a slot hold the number of a class, counted from one; zero is a free slot.
const CLASS_BITS: u32 = 12;
const CLASS: u64 = (1 << CLASS_BITS) - 1;

/// The classes of words.
#[derive(Debug)]
pub(crate) struct WordClasses {
    /// The high bits of a word's hash and the number of its fine class.
    slots: Vec<u64>,
    bits: u32,
    /// Coarse, middle and fine class of each fine one.
    classes: Vec<[u16; 3]>,
}

impl WordClasses {
    /// The classes that are compiled in, unpacked once.
    pub(crate) fn built_in() -> &'static WordClasses {
        static CLASSES: OnceLock<WordClasses> = OnceLock::new();
        CLASSES.get_or_init(|| {
            let mut text = String::new();
            flate2::read::GzDecoder::new(BUILT_IN)
                .read_to_string(&mut text)
                .expect("models/word_classes.gz is whole");
            WordClasses::read(&text).expect("models/word_classes.gz is in its form")
        })
    }

    fn read(text: &str) -> Option<WordClasses> {
        let (head, rest) = text.split_once('\n')?;
        let pairs = head.split(' ').map(|pair| pair.split_once(':'));
        let classes: Vec<[u16; 3]> = (0..)
            .zip(pairs)
            .map(|(fine, pair)| Some([pair?.0.parse().ok()?, pair?.1.parse().ok()?, fine]))
            .collect::<Option<_>>()?;
        let words = rest.split([' ', '\n']).count();
        let bits = (words * 2).next_power_of_two().trailing_zeros();
        let mut slots = vec![0u64; 1 << bits];
        for (fine, line) in (1..=classes.len() as u64).zip(rest.lines()) {
            for word in line.split(' ') {
                let hash = hash(SEED, word.as_bytes());
                let mut at = (hash >> (u64::BITS - bits)) as usize;
                while slots[at] != 0 {
                    at = (at + 1) & (slots.len() - 1);
                }
                slots[at] = hash & !CLASS | fine;
            }
        }
        Some(WordClasses {
            slots,
            bits,
            classes,
        })
    }

    /// The coarse, middle and fine class of a word in small letters.
    pub(crate) fn of(&self, word: &str) -> Option<[u16; 3]> {
        let hash = hash(SEED, word.as_bytes());
        let mut at = (hash >> (u64::BITS - self.bits)) as usize;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return None;
            }
            if slot & !CLASS == hash & !CLASS {
                return self.classes.get((slot & CLASS) as usize - 1).copied();
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_their_classes_and_others_are_not() {
        let classes = WordClasses::read("0:1 0:2\nberlin paris\nsigned\n").expect("in its form");
        assert_eq!(classes.of("paris"), Some([0, 1, 0]));
        assert_eq!(classes.of("signed"), Some([0, 2, 1]));
        assert_eq!(classes.of("rome"), None);
    }

    #[test]
    fn like_words_are_of_one_class() {
        let classes = WordClasses::built_in();
        let of = |word| classes.of(word).expect("a frequent word");
        assert_eq!(of("monday")[0], of("tuesday")[0]);
        assert_ne!(of("monday")[0], of("microsoft")[0]);
        assert_eq!(classes.of("qwertzuiopü"), None);
    }
}
