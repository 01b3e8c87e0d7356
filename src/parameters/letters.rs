//! Letters and words as the models see them: classes of characters, shapes, and the hash that
//! turns a feature into a number. Nothing here depends on a model.

/// A 64-bit hash of bytes; the same on every machine, and part of the model format.
pub(crate) fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut h = seed ^ (bytes.len() as u64).wrapping_mul(K);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = u64::from_le_bytes(chunk.try_into().expect("eight bytes"));
        h = mix(h, word);
    }
    let mut tail = 0u64;
    for (i, &byte) in chunks.remainder().iter().enumerate() {
        tail |= u64::from(byte) << (8 * i);
    }
    finish(mix(h, tail))
}

const K: u64 = 0x9E37_79B9_7F4A_7C15;

/// Joins two hashes, order counts.
pub(crate) fn mix(h: u64, x: u64) -> u64 {
    (h.rotate_left(23) ^ x).wrapping_mul(K)
}

/// Spreads the high bits over the low ones.
pub(crate) fn finish(mut h: u64) -> u64 {
    h ^= h >> 32;
    h = h.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    h ^ (h >> 32)
}

/// Whether a character separates tokens without being part of one.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// The character with typographic variants folded: quotes, dashes, digits.
pub(crate) fn folded(c: char) -> char {
    match c {
        '’' | '‘' | '‛' | '`' | '´' | 'ʼ' => '\'',
        '“' | '”' | '„' | '«' | '»' | '‟' => '"',
        '–' | '—' | '―' | '‒' | '−' | '‐' | '‑' => '-',
        '0'..='9' => '0',
        c => c,
    }
}

/// A coarse class: upper case, lower case, other letter, digit, or the folded mark itself.
pub(crate) fn class(c: char) -> char {
    let c = folded(c);
    if c == '0' {
        'd'
    } else if c.is_uppercase() {
        'X'
    } else if c.is_lowercase() {
        'x'
    } else if c.is_alphanumeric() {
        'o'
    } else {
        c
    }
}

/// The shape of a word: classes with runs cut to two, at most twelve characters.
pub(crate) fn shape_into(word: &str, out: &mut String) {
    out.clear();
    let (mut last, mut run, mut length) = ('\0', 0, 0);
    for c in word.chars() {
        let k = class(c);
        if k == last {
            run += 1;
        } else {
            (last, run) = (k, 1);
        }
        if run <= 2 {
            out.push(k);
            length += 1;
            if length == 12 {
                break;
            }
        }
    }
}

/// Lower case with typographic variants folded (digits too).
pub(crate) fn normal_into(word: &str, out: &mut String) {
    out.clear();
    for c in word.chars() {
        let c = folded(c);
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            out.extend(c.to_lowercase());
        }
    }
}

/// Lower case with quotes and dashes folded but digits kept: what dictionaries are keyed by.
pub(crate) fn key_into(word: &str, out: &mut String) {
    out.clear();
    for c in word.chars() {
        let c = if c.is_ascii_digit() { c } else { folded(c) };
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            out.extend(c.to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_cut_long_runs() {
        let mut shape = String::new();
        for (word, expected) in [
            ("Washington", "Xxx"),
            ("U.S.", "X.X."),
            ("1,000.5", "d,dd.d"),
            ("M23", "Xdd"),
            ("’s", "'x"),
        ] {
            shape_into(word, &mut shape);
            assert_eq!(shape, expected, "{word}");
        }
    }

    #[test]
    fn the_hash_is_part_of_the_model_format() {
        assert_eq!(hash(1, b"minister"), hash(1, b"minister"));
        assert_ne!(hash(1, b"minister"), hash(2, b"minister"));
        assert_ne!(hash(1, b"a\0"), hash(1, b"a"));
    }
}
