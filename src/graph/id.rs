//! Ids from content: the same thing has the same id in every run, order and split.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The id of an entity, such as `country/UA` or `person/volodymyr-zelensky`.
pub type EntityId = super::Shared;

/// The longest slug in characters; a longer name is cut and told apart by a hash.
const LONGEST: usize = 80;

/// The id of an entity: its type, and its key or else its name; what bears no proper name belongs
/// to its document (`document`), whose id then stands between the two.
///
/// No id that holds a key is ever that of an entity without one: a slug has no capital and no `=`,
/// and a key that has no capital, or anything that does not belong in an id, stands behind a `=`
/// with a hash. So whoever comes first, an id means one type and one key.
///
/// ```
/// use demarche::graph::entity_id;
/// assert_eq!(entity_id("Country", Some("UA"), "Ukraine", None), "country/UA");
/// assert_eq!(entity_id("Person", None, "Recep Tayyip Erdoğan", None), "person/recep-tayyip-erdogan");
/// assert_eq!(entity_id("Proposal", None, "a truce", Some("s00")), "proposal/s00/a-truce");
/// assert_eq!(entity_id("Country", None, "UA", None), "country/ua");
/// ```
pub fn entity_id(kind: &str, key: Option<&str>, name: &str, document: Option<&str>) -> String {
    let mut id = String::new();
    write_entity_id(kind, key, name, document, &mut id);
    id
}

/// The same in place of what a text held: where many are looked up, none need be made.
pub(super) fn write_entity_id(
    kind: &str,
    key: Option<&str>,
    name: &str,
    document: Option<&str>,
    id: &mut String,
) {
    id.clear();
    id.push_str(kind);
    // Names of types are words of ASCII.
    id.make_ascii_lowercase();
    id.push('/');
    match (key, document) {
        (Some(key), _) if is_plain_key(key) => id.push_str(key),
        (Some(key), _) => {
            id.push('=');
            id.push_str(&told_apart(key));
        }
        (None, document) => {
            if let Some(document) = document {
                id.push_str(&told_apart(document));
                id.push('/');
            }
            push_slug(name, id);
        }
    }
}

/// Whether a key can stand in an id as it is: `UA`, `Q212`.
fn is_plain_key(key: &str) -> bool {
    key.len() <= LONGEST
        && key.bytes().any(|byte| byte.is_ascii_uppercase())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The slug of an id that must not be taken for another with the same slug: `S.00` is not `s00`.
fn told_apart(id: &str) -> String {
    let slug = slug(id);
    match slug == id {
        true => slug,
        false => format!("{slug}-{}", &short_hash(id)[..8]),
    }
}

/// The id of a relation, from all that makes it this one: 16 hexadecimal digits.
pub fn relation_id(
    source: &str,
    kind: &str,
    target: &str,
    polarity: &str,
    modality: &str,
) -> String {
    digits(relation_digits([source, kind, target, polarity, modality]))
}

/// The same, of source, type, target, polarity and modality.
pub(super) fn relation_digits(fields: [&str; 5]) -> [u8; 16] {
    let mut hash = Sha256::new();
    for (place, field) in fields.into_iter().enumerate() {
        if place > 0 {
            hash.update("\u{1f}");
        }
        hash.update(field);
    }
    hexadecimal(&hash.finalize())
}

/// A name as it stands in an id: lower case, Latin letters without marks, letters and digits of
/// any script kept, everything else one hyphen. Never empty.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    push_slug(name, &mut slug);
    slug
}

/// Appends the slug of a name.
fn push_slug(name: &str, to: &mut String) {
    to.reserve(name.len());
    let begin = to.len();
    match name.is_ascii() {
        true => push_ascii_words(name, to),
        false => push_words(name, to),
    }
    let slug = to[begin..].trim_end_matches('-');
    to.truncate(begin + slug.len());
    let slug = &to[begin..];
    if slug.is_empty() {
        to.push('x');
        to.push_str(&short_hash(name));
    } else if slug.len() > LONGEST
        && let Some((cut, _)) = slug.char_indices().nth(LONGEST)
    {
        let cut = slug[..cut].trim_end_matches('-').len();
        to.truncate(begin + cut);
        to.push('-');
        to.push_str(&short_hash(name)[..8]);
    }
}

/// Appends the words of a name with a hyphen after each: of nearly every name, for nothing of ASCII
/// decomposes.
fn push_ascii_words(name: &str, to: &mut String) {
    let begin = to.len();
    let mut rest = name;
    while let Some(first) = rest.bytes().next() {
        let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric());
        let (word, others) = rest.split_at(end.unwrap_or(rest.len()));
        if !word.is_empty() {
            to.push_str(word);
            rest = others;
            continue;
        }
        if !matches!(first, b'\'' | b'.') && to.len() > begin && !to.ends_with('-') {
            to.push('-');
        }
        rest = &rest[1..];
    }
    to[begin..].make_ascii_lowercase();
}

/// The same of any name.
fn push_words(name: &str, to: &mut String) {
    let begin = to.len();
    for c in name.nfkd().filter(|&c| !is_combining_mark(c)) {
        match plain(c) {
            Some(letters) => to.push_str(letters),
            None if c.is_alphanumeric() => to.extend(c.to_lowercase()),
            None if matches!(c, '\'' | '’' | '.') => {}
            None if to.len() == begin || to.ends_with('-') => {}
            None => to.push('-'),
        }
    }
}

/// Letters that Unicode does not take apart into a base letter and a mark.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' | 'Ł' => "l",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ı' => "i",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        _ => return None,
    })
}

/// The first 64 bits of the SHA-256, in hexadecimal.
fn short_hash(text: &str) -> String {
    digits(hexadecimal(&Sha256::digest(text.as_bytes())))
}

/// The first 64 bits of a digest in hexadecimal digits.
pub(super) fn hexadecimal(digest: &[u8]) -> [u8; 16] {
    let digit = |half: u8| b"0123456789abcdef"[usize::from(half)];
    let mut digits = [0; 16];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(digest) {
        pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    digits
}

fn digits(digits: [u8; 16]) -> String {
    digits.map(char::from).iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_slug_is_words_and_single_hyphens() {
        for (name, expected) in [
            ("O'Neill & Sons, Inc.", "oneill-sons-inc"),
            ("-- 'a' --", "a"),
            ("..a.-.b..", "a-b"),
            ("Łódź  Zażółć", "lodz-zazolc"),
        ] {
            assert_eq!(slug(name), expected);
        }
        assert!(slug("?!").starts_with('x'));
        let long = slug(&"abc ".repeat(60));
        assert_eq!(long.len(), 79 + "-".len() + 8, "{long}");
    }

    #[test]
    fn what_stood_before_does_not_change_a_slug() {
        let mut id = "of before".to_owned();
        write_entity_id("Place", None, "-x", Some("s00"), &mut id);
        assert_eq!(id, "place/s00/x");
    }

    proptest! {
        #[test]
        fn names_of_ascii_are_no_special_case(name in "[ -~\t\n]{0,40}") {
            let (mut quick, mut general) = (String::from("a/"), String::from("a/"));
            push_ascii_words(&name, &mut quick);
            push_words(&name, &mut general);
            prop_assert_eq!(quick, general);
        }
    }
}
