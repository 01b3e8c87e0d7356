//! The file as a row of blocks: what each is, how long, its check sum, its content.

use super::Mistake;
use std::io::{self, Write};

/// What a block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The ontology and how much there is of everything.
    Head,
    /// Documents and shared texts.
    Tables,
    Entities,
    Relations,
    /// Nothing follows, and nothing is missing.
    End,
}

const KINDS: [Kind; 5] = [
    Kind::Head,
    Kind::Tables,
    Kind::Entities,
    Kind::Relations,
    Kind::End,
];

/// Kind, length and check sum.
const HEAD: usize = 1 + 8 + 4;

/// A block of a file, whose content is not checked yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block<'a> {
    pub(super) kind: Kind,
    sum: u32,
    /// With kind and length, over which the sum goes too.
    described: [u8; HEAD - 4],
    content: &'a [u8],
    /// Where it begins in the file.
    place: usize,
}

impl<'a> Block<'a> {
    /// Its content, if it is as it was written.
    pub(super) fn content(&self) -> Result<&'a [u8], Mistake> {
        match sum(&self.described, self.content) == self.sum {
            true => Ok(self.content),
            false => Err(damaged(self.place)),
        }
    }
}

fn sum(described: &[u8], content: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(described);
    hasher.update(content);
    hasher.finalize()
}

fn damaged(place: usize) -> Mistake {
    format!(
        "the file is damaged at byte {place}: a check sum does not fit; copy it again, or build the \
         graph again"
    )
}

/// Writes a block.
pub(super) fn write(to: &mut impl Write, kind: Kind, content: &[u8]) -> io::Result<()> {
    let number = KINDS.iter().position(|known| *known == kind);
    let mut described = [0; HEAD - 4];
    described[0] = number.unwrap_or_default() as u8;
    described[1..].copy_from_slice(&(content.len() as u64).to_le_bytes());
    to.write_all(&described)?;
    to.write_all(&sum(&described, content).to_le_bytes())?;
    to.write_all(content)
}

/// The blocks of a file, of which the last is the end; `begin` is where the first stands.
pub(super) fn split(file: &[u8], begin: usize) -> Result<Vec<Block<'_>>, Mistake> {
    let cut_off = || {
        let message = "the file ends in the middle: it was cut off, or is damaged; copy it again, or \
                       build the graph again";
        message.to_owned()
    };
    let mut blocks = Vec::new();
    let mut place = begin;
    loop {
        let (head, rest) = file[place..]
            .split_first_chunk::<HEAD>()
            .ok_or_else(cut_off)?;
        let (described, sum) = head.split_at(HEAD - 4);
        let described: [u8; HEAD - 4] = described.try_into().expect("it was split there");
        let sum = u32::from_le_bytes(sum.try_into().expect("it was split there"));
        let length = u64::from_le_bytes(described[1..].try_into().expect("eight are left"));
        let kind = *KINDS
            .get(usize::from(described[0]))
            .ok_or_else(|| damaged(place))?;
        let length = usize::try_from(length).ok();
        let content = length.and_then(|length| rest.get(..length));
        let block = Block {
            kind,
            sum,
            described,
            content: content.ok_or_else(cut_off)?,
            place,
        };
        place += HEAD + block.content.len();
        if kind == Kind::End {
            block.content()?;
            if place < file.len() {
                return Err(format!(
                    "{} bytes follow the end of the graph; copy the file again",
                    file.len() - place
                ));
            }
            return Ok(blocks);
        }
        blocks.push(block);
    }
}
