//! Bytes become text. The whole file decides: a byte order mark, else UTF-8 if all of it is valid,
//! else UTF-16 by its zero bytes, else what the file declares, else a guess (most often
//! Windows-1252). What is no text in any of them is refused.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A decoded text without its byte order mark.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// What had to be guessed or replaced.
    pub note: Option<String>,
}

/// The message for bytes that are no text.
pub const UNREADABLE: &str = "unreadable encoding: this is no text in UTF-8, UTF-16 or another \
     known encoding (perhaps a binary file?); convert it to UTF-8 text";

/// Decodes a whole file; `declared` is the encoding it claims for itself, if it does.
///
/// # Errors
/// [`UNREADABLE`].
pub fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<Decoded, String> {
    let decoded = if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        with_mark(bytes, encoding, mark)
    } else if bytes.contains(&0) {
        let encoding = utf16_by_zeros(&bytes).ok_or(UNREADABLE)?;
        Decoded {
            text: strictly(encoding, &bytes).ok_or(UNREADABLE)?,
            note: None,
        }
    } else {
        match String::from_utf8(bytes) {
            Ok(text) => Decoded { text, note: None },
            Err(error) => guessed(&error.into_bytes(), declared),
        }
    };
    if is_text(&decoded.text) {
        Ok(decoded)
    } else {
        Err(UNREADABLE.to_owned())
    }
}

fn with_mark(mut bytes: Vec<u8>, encoding: &'static Encoding, mark: usize) -> Decoded {
    if encoding == UTF_8 {
        bytes.drain(..mark);
        return match String::from_utf8(bytes) {
            Ok(text) => Decoded { text, note: None },
            Err(error) => replacing(UTF_8, &error.into_bytes()),
        };
    }
    replacing(encoding, &bytes[mark..])
}

/// UTF-16 without a mark: in Western text every second byte is zero, in others at least those of
/// blanks and line ends are.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |offset: usize| {
        let half = bytes.iter().skip(offset).step_by(2);
        half.filter(|&&byte| byte == 0).count()
    };
    let (first, second) = (zeros(0), zeros(1));
    let enough = bytes.len().is_multiple_of(2) && (first + second) * 40 >= bytes.len();
    match enough {
        true if second > 20 * first => Some(UTF_16LE),
        true if first > 20 * second => Some(UTF_16BE),
        _ => None,
    }
}

fn guessed(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    if is_damaged_utf8(bytes) {
        return replacing(UTF_8, bytes);
    }
    let declared = declared.filter(|&encoding| encoding != UTF_8);
    if let Some((encoding, text)) = declared.and_then(|e| Some((e, strictly(e, bytes)?))) {
        let note = format!("not UTF-8; read as {}, which it declares", encoding.name());
        return Decoded {
            text,
            note: Some(note),
        };
    }
    let encoding = guess(bytes);
    let decoded = replacing(encoding, bytes);
    let name = encoding.name();
    let note = format!("not UTF-8; read as {name}, which is a guess: save it as UTF-8 to be sure");
    Decoded {
        note: Some(match decoded.note {
            Some(replaced) => format!("{note}; {replaced}"),
            None => note,
        }),
        text: decoded.text,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-8 in which a few bytes went wrong. Text in another encoding hardly ever has a valid
/// sequence of several bytes, let alone four for each invalid one.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    valid > 0 && valid >= 4 * invalid
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

fn replacing(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    if let Some(text) = strictly(encoding, bytes) {
        return Decoded { text, note: None };
    }
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    let count = text.matches(char::REPLACEMENT_CHARACTER).count();
    let note = format!(
        "{count} place{} invalid in {} replaced by U+FFFD",
        if count == 1 { "" } else { "s" },
        encoding.name()
    );
    Decoded {
        text,
        note: Some(note),
    }
}

/// Text may have a stray control character; bytes that are none have many.
fn is_text(text: &str) -> bool {
    let (mut all, mut odd) = (0usize, 0usize);
    for c in text.chars() {
        if c == '\0' {
            return false;
        }
        all += 1;
        let control = c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0b' | '\x0c');
        odd += usize::from(control || c == char::REPLACEMENT_CHARACTER);
    }
    odd * 20 <= all
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "Macron and Scholz meet\r\n\r\nPARIS — “We stand together,” Macron said.\r\n";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[track_caller]
    fn reads(bytes: impl Into<Vec<u8>>, text: &str) {
        let decoded = decode(bytes.into(), None).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.note), (text, None));
    }

    #[test]
    fn utf8_with_and_without_a_mark() {
        reads(TEXT, TEXT);
        reads(format!("\u{feff}{TEXT}"), TEXT);
        reads("", "");
    }

    #[test]
    fn utf16_with_and_without_a_mark() {
        for text in [TEXT, "Президент России прибыл в Минск на переговоры.\n"]
        {
            let marked = format!("\u{feff}{text}");
            reads(utf16(&marked, u16::to_le_bytes), text);
            reads(utf16(&marked, u16::to_be_bytes), text);
            reads(utf16(text, u16::to_le_bytes), text);
            reads(utf16(text, u16::to_be_bytes), text);
        }
    }

    #[test]
    fn windows_1252_with_curly_quotes() {
        let bytes = encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned();
        let decoded = decode(bytes, None).unwrap();
        assert_eq!(decoded.text, TEXT);
        assert!(decoded.note.unwrap().contains("read as windows-1252"));
    }

    #[test]
    fn the_only_odd_byte_may_be_the_last() {
        let mut bytes = "The ministers met in Geneva. ".repeat(3000).into_bytes();
        bytes.extend(b"It was a d\xe9marche.");
        let decoded = decode(bytes, None).unwrap();
        assert!(decoded.text.ends_with("It was a démarche."));
    }

    #[test]
    fn cyrillic_is_guessed() {
        let text = "Президент России Владимир Путин прибыл в Минск на переговоры о мире.";
        let bytes = encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
        let decoded = decode(bytes, None).unwrap();
        assert_eq!(decoded.text, text);
        assert!(decoded.note.unwrap().contains("windows-1251"));
    }

    #[test]
    fn what_is_declared_goes_before_a_guess() {
        let bytes = encoding_rs::ISO_8859_2
            .encode("Ministerstwo Spraw Zagranicznych: śąź")
            .0;
        let decoded = decode(bytes.into_owned(), Some(encoding_rs::ISO_8859_2)).unwrap();
        assert!(decoded.text.ends_with("śąź"));
        assert!(
            decoded
                .note
                .unwrap()
                .contains("ISO-8859-2, which it declares")
        );
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let mut bytes = TEXT.repeat(3).into_bytes();
        bytes.push(0xE2);
        let decoded = decode(bytes, None).unwrap();
        assert_eq!(decoded.text, TEXT.repeat(3) + "\u{fffd}");
        assert_eq!(
            decoded.note.as_deref(),
            Some("1 place invalid in UTF-8 replaced by U+FFFD")
        );
    }

    #[test]
    fn bytes_that_are_no_text() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0".to_vec();
        let stray = b"A text with one zero byte \0 in the middle of it, which is no text.".to_vec();
        let controls: Vec<u8> = (1..=31).cycle().take(400).collect();
        let noise: Vec<u8> = (0..4000u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        for bytes in [png, stray, controls, noise] {
            assert_eq!(decode(bytes, None), Err(UNREADABLE.to_owned()));
        }
    }
}
