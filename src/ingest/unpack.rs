//! Gzip and Zstandard, recognized by their first bytes; several archives one after another are one
//! text. An archive that is cut off is an error and never a shorter text.

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, BufReader, Read};

/// Bytes on their way in.
pub type Input<'a> = Box<dyn BufRead + Send + 'a>;

/// The endings of packed files.
pub const ENDINGS: [&str; 2] = ["gz", "zst"];

/// Unpacks what is packed and passes on what is not. `ending` is the file's last one: a file that
/// is called packed must be so.
pub fn unpack<'a>(mut input: Input<'a>, ending: Option<&str>) -> io::Result<Input<'a>> {
    let first = input.fill_buf()?;
    if first.starts_with(&[0x1F, 0x8B]) {
        let reader = Named {
            name: "gzip",
            from: MultiGzDecoder::new(input),
        };
        return Ok(Box::new(BufReader::with_capacity(1 << 16, reader)));
    }
    // A skippable frame may come first: its number ends in 0x5? of `50 2A 4D 18`.
    let skippable =
        first.len() >= 4 && first[0] & 0xF0 == 0x50 && first[1..4] == [0x2A, 0x4D, 0x18];
    if skippable || first.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        let reader = Named {
            name: "Zstandard",
            from: Zstandard::new(input),
        };
        return Ok(Box::new(BufReader::with_capacity(1 << 16, reader)));
    }
    let expected = match ending {
        _ if first.is_empty() => None,
        Some("gz") => Some("gzip"),
        Some("zst") => Some("Zstandard"),
        _ => None,
    };
    match expected {
        Some(name) => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("its name says {name} but its bytes do not; rename or pack it again"),
        )),
        None => Ok(input),
    }
}

/// Says of an error which archive it comes from and what to do.
struct Named<R> {
    name: &'static str,
    from: R,
}

impl<R: Read> Read for Named<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.from.read(buffer).map_err(|error| {
            let name = self.name;
            io::Error::new(
                error.kind(),
                format!(
                    "the {name} archive is cut off or damaged ({error}); fetch or pack it again"
                ),
            )
        })
    }
}

/// All frames of a Zstandard file, their checksums compared.
struct Zstandard<R> {
    source: R,
    decoder: FrameDecoder,
    in_frame: bool,
}

impl<R: BufRead> Zstandard<R> {
    fn new(source: R) -> Zstandard<R> {
        Zstandard {
            source,
            decoder: FrameDecoder::new(),
            in_frame: false,
        }
    }

    /// Stands at the next frame with content; false at the end of the file.
    fn next_frame(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let mut skipped = (&mut self.source).take(length.into());
                    if io::copy(&mut skipped, &mut io::sink())? < length.into() {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Zstandard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.in_frame {
                self.in_frame = self.next_frame()?;
                if !self.in_frame {
                    return Ok(0);
                }
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                let decoded = self.decoder.decode_blocks(&mut self.source, one);
                decoded.map_err(io::Error::other)?;
            }
            let count = self.decoder.read(buffer)?;
            if count > 0 {
                return Ok(count);
            }
            self.in_frame = false;
            let stored = self.decoder.get_checksum_from_data();
            if stored.is_some() && stored != self.decoder.get_calculated_checksum() {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "the checksum does not fit",
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use proptest::prelude::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    use std::io::Write;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zstandard(text: &[u8]) -> Vec<u8> {
        compress_to_vec(text, CompressionLevel::Fastest)
    }

    fn unpacked(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        unpack(Box::new(bytes), None)?.read_to_end(&mut text)?;
        Ok(text)
    }

    fn long() -> Vec<u8> {
        "The ministers met in Geneva and signed. "
            .repeat(9000)
            .into_bytes()
    }

    #[test]
    fn packed_and_not() {
        let text = long();
        assert_eq!(unpacked(&text).unwrap(), text);
        assert_eq!(unpacked(&gzip(&text)).unwrap(), text);
        assert_eq!(unpacked(&zstandard(&text)).unwrap(), text);
        assert_eq!(unpacked(b"").unwrap(), b"");
        assert_eq!(unpacked(&zstandard(b"")).unwrap(), b"");
    }

    #[test]
    fn several_archives_are_one_text() {
        assert_eq!(
            unpacked(&[gzip(b"one "), gzip(b"two")].concat()).unwrap(),
            b"one two"
        );
        let note = [&[0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
        let frames = [note.clone(), zstandard(b"one "), note, zstandard(b"two")].concat();
        assert_eq!(unpacked(&frames).unwrap(), b"one two");
    }

    #[test]
    fn cut_off_anywhere_is_an_error() {
        let text = b"The ministers met in Geneva.";
        for whole in [gzip(text), zstandard(text)] {
            for end in 5..whole.len() {
                let error = unpacked(&whole[..end]).unwrap_err().to_string();
                assert!(error.contains("is cut off or damaged"), "{end}: {error}");
            }
        }
    }

    #[test]
    fn a_wrong_checksum_is_an_error() {
        let mut whole = zstandard(&long());
        let last = whole.len() - 1;
        whole[last] ^= 1;
        let error = unpacked(&whole).unwrap_err().to_string();
        assert!(error.contains("checksum"), "{error}");
    }

    #[test]
    fn a_name_that_lies() {
        let input: Input<'_> = Box::new(&b"plain"[..]);
        let error = unpack(input, Some("gz")).err().unwrap();
        assert!(error.to_string().starts_with("its name says gzip"));
    }

    proptest! {
        #[test]
        fn any_bytes_end(mut bytes in prop::collection::vec(any::<u8>(), 0..300), zstd in any::<bool>()) {
            let head: &[u8] = if zstd { &[0x28, 0xB5, 0x2F, 0xFD] } else { &[0x1F, 0x8B, 8] };
            bytes.splice(0..0, head.iter().copied());
            let _ = unpacked(&bytes);
        }

        #[test]
        fn a_damaged_archive_ends(at in 0usize..10_000, bits in 1u8.., zstd in any::<bool>()) {
            let mut bytes = if zstd { zstandard(&long()) } else { gzip(&long()) };
            let at = 4 + at % (bytes.len() - 4);
            bytes[at] ^= bits;
            let _ = unpacked(&bytes);
        }
    }
}
