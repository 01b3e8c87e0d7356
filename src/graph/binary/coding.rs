//! Numbers and texts as they stand in a block: numbers in seven bits a byte, the lowest first (LEB128),
//! texts as their length in bytes and UTF-8.

use super::Mistake;

/// Writes into a block.
#[derive(Debug, Default)]
pub(super) struct Encoder<'a> {
    pub(super) bytes: Vec<u8>,
    /// The words of the item that is being written; there are few.
    words: Vec<&'a str>,
}

impl<'a> Encoder<'a> {
    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(super) fn number(&mut self, number: impl TryInto<u64>) {
        // Counts of things in memory always fit.
        let mut rest = number.try_into().unwrap_or(u64::MAX);
        while rest >= 0x80 {
            self.bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest as u8);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// A text that may have stood in this item before: its number from one, or zero and itself.
    pub(super) fn word(&mut self, word: &'a str) {
        match self.words.iter().position(|known| *known == word) {
            Some(place) => self.number(place + 1),
            None => {
                self.byte(0);
                self.text(word);
                // Far back, searching would take longer than writing.
                if self.words.len() < WORDS {
                    self.words.push(word);
                }
            }
        }
    }

    /// Begins an item, whose words are its own.
    pub(super) fn begin(&mut self) {
        self.words.clear();
    }
}

/// So many words of an item are remembered.
const WORDS: usize = 64;

/// Reads from a block; whatever it holds, it only ever fails.
#[derive(Debug)]
pub(super) struct Decoder<'a> {
    rest: &'a [u8],
    words: Vec<&'a str>,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(block: &'a [u8]) -> Decoder<'a> {
        Decoder {
            rest: block,
            words: Vec::new(),
        }
    }

    /// Whether everything was read.
    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn byte(&mut self) -> Result<u8, Mistake> {
        let (&byte, rest) = self.rest.split_first().ok_or_else(ends_early)?;
        self.rest = rest;
        Ok(byte)
    }

    /// A fixed number of bytes.
    pub(super) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Mistake> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or_else(ends_early)?;
        self.rest = rest;
        Ok(*bytes)
    }

    pub(super) fn long(&mut self) -> Result<u64, Mistake> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err("a number has no end".to_owned())
    }

    pub(super) fn number(&mut self) -> Result<u32, Mistake> {
        let number = self.long()?;
        u32::try_from(number).map_err(|_| format!("the number {number} is too large"))
    }

    /// How many items follow, each of which takes a byte or more.
    pub(super) fn count(&mut self) -> Result<usize, Mistake> {
        let count = self.long()?;
        let room = self.rest.len();
        let count = usize::try_from(count).ok().filter(|count| *count <= room);
        count.ok_or_else(ends_early)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Mistake> {
        let length = self.count()?;
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        std::str::from_utf8(text).map_err(|error| format!("a text is not UTF-8: {error}"))
    }

    pub(super) fn word(&mut self) -> Result<&'a str, Mistake> {
        let number = self.number()? as usize;
        if number > 0 {
            let word = self.words.get(number - 1).copied();
            return word.ok_or_else(|| format!("there is no word {number}"));
        }
        let word = self.text()?;
        if self.words.len() < WORDS {
            self.words.push(word);
        }
        Ok(word)
    }

    pub(super) fn begin(&mut self) {
        self.words.clear();
    }
}

fn ends_early() -> Mistake {
    "a block ends in the middle of an item".to_owned()
}
