//! Whether two spellings may be of one name.
//!
//! Names that come from other scripts are spelt in many ways: Zelensky, Zelenskyy, Zelenskiy;
//! Hezbollah, Hizballah; Gaddafi, Qadhafi. [`skeleton`] keeps what the transliterations agree on.
//! It is far too coarse for the names of states (Niger and Nigeria have one skeleton), which are
//! known one by one; it compares names of people and of bodies that somebody else has found alike.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What the spellings of a name have in common: each word's first sound and its consonants, each
/// consonant one of those that transliterations take for each other.
///
/// ```
/// use demarche::schema::skeleton;
/// assert_eq!(skeleton("Zelenskyy"), skeleton("Zelensky"));
/// assert_eq!(skeleton("Hizballah"), skeleton("Hezbollah"));
/// assert_eq!(skeleton("Muammar al-Qadhafi"), skeleton("Moammar Al Gaddafi"));
/// assert_ne!(skeleton("Sergei Lavrov"), skeleton("Sergei Shoigu"));
/// ```
pub fn skeleton(name: &str) -> String {
    let plain: String = name
        .nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .filter(|c| !matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '.'))
        .collect();
    let words = plain
        .split(|c: char| !c.is_alphanumeric())
        // The article is written to the name, away from it, or not at all.
        .filter(|word| !word.is_empty() && !matches!(*word, "al" | "el" | "ul" | "as" | "ash"));
    let words: Vec<String> = words.map(word_skeleton).collect();
    words.join(" ")
}

/// Letters of one sound, the longer ones first, and the sound.
const DIGRAPHS: [(&str, &str); 18] = [
    ("shch", "s"),
    ("sch", "s"),
    ("tch", "c"),
    ("dzh", "j"),
    ("ch", "c"),
    ("sh", "s"),
    ("zh", "j"),
    ("kh", "h"),
    ("gh", "k"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("ts", "s"),
    ("tz", "s"),
    ("ck", "k"),
    ("ks", "x"),
    ("ou", "u"),
    ("ij", "i"),
];

fn word_skeleton(word: &str) -> String {
    let mut sounds = String::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let digraph = DIGRAPHS.iter().find(|(from, _)| rest.starts_with(from));
        let (sound, length) = match digraph {
            Some((from, to)) => (to.chars().next().unwrap_or(first), from.len()),
            // No script is transliterated now with a hard C, now with a G or Q.
            None if first == 'c' && sounds.is_empty() => ('c', 1),
            None => (sound(first), first.len_utf8()),
        };
        rest = &rest[length..];
        let initial = sounds.is_empty();
        let silent = matches!(sound, 'a' | 'e' | 'i' | 'o' | 'u' | 'h') && !initial;
        let vowel = matches!(sound, 'e' | 'i') && initial;
        if !silent && !sounds.ends_with(sound) {
            sounds.push(if vowel { 'i' } else { sound });
        }
    }
    sounds
}

fn sound(letter: char) -> char {
    match letter {
        'q' | 'g' | 'c' => 'k',
        'w' => 'v',
        'y' | 'ı' => 'i',
        'z' => 's',
        'ø' => 'o',
        'ł' => 'l',
        'đ' => 'd',
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::skeleton;

    #[test]
    fn spellings_of_one_name_agree() {
        for names in [
            &[
                "Volodymyr Zelensky",
                "Volodymir Zelenskij",
                "Volodymyr Zelenskyy",
                "Volodymyr Zelenskiy",
            ][..],
            &["Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"],
            &["Hamza bin Laden", "Hamza bin Ladin"],
            &[
                "Mohammed bin Salman",
                "Mohammad bin Salman",
                "Muhammad bin Salman",
            ],
            &["Maria Kolesnikova", "Maria Kalesnikava"],
            &["Kataib Hezbollah", "Kata'ib Hizballah"],
            &["Zabiullah Mujahid", "Zabihullah Mujahid"],
            &["Haider al-Abadi", "Haider Al Abadi", "Haidar Abadi"],
            &["Nikol Pashinyan", "Nikol Pashinian"],
        ] {
            for name in names {
                assert_eq!(skeleton(name), skeleton(names[0]), "{name}");
            }
        }
    }

    #[test]
    fn other_names_do_not() {
        for (one, other) in [
            ("Saddam Hussein", "Sadat Hussein"),
            ("Vladimir Putin", "Vladimir Medinsky"),
            ("George Bush", "George Brown"),
            ("Marc Garneau", "Mark Carney"),
            ("Hama", "Hamas"),
        ] {
            assert_ne!(skeleton(one), skeleton(other));
        }
    }
}
