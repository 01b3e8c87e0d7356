//! The learned parameters: how much each sign speaks for each class.

use crate::error::{Error, Result};
use std::path::Path;

const MAGIC: &[u8; 8] = b"DEMAREVT";
/// Raised with every change of the layout or of the signs.
const VERSION: u32 = 1;

/// Weights of signs, by bucket of their hash.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    classes: Vec<String>,
    bits: u32,
    /// What one step of a weight is worth.
    step: f32,
    /// Bucket by bucket, a weight for each class.
    weights: Vec<i8>,
}

impl Weights {
    /// Weights laid out bucket by bucket, rounded to steps of a 127th of the largest.
    pub(super) fn rounded(classes: Vec<String>, bits: u32, weights: &[f32]) -> Weights {
        let largest = weights.iter().fold(1e-6f32, |max, w| max.max(w.abs()));
        let step = largest / 127.0;
        Weights {
            classes,
            bits,
            step,
            weights: weights.iter().map(|w| (w / step).round() as i8).collect(),
        }
    }

    /// The names of the classes.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The bucket of a sign.
    pub(super) fn bucket(bits: u32, feature: u64) -> usize {
        (feature.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - bits)) as usize
    }

    /// The class that the signs speak for most, and its probability.
    pub(super) fn best(&self, features: &[u64]) -> (usize, f64) {
        let count = self.classes.len();
        let mut scores = vec![0i32; count];
        for &feature in features {
            let at = Weights::bucket(self.bits, feature) * count;
            for (score, &weight) in scores.iter_mut().zip(&self.weights[at..at + count]) {
                *score += i32::from(weight);
            }
        }
        let best = (0..count)
            .rev()
            .max_by_key(|&class| scores[class])
            .unwrap_or(0);
        let above = |&score: &i32| (f64::from(score - scores[best]) * f64::from(self.step)).exp();
        let sum: f64 = scores.iter().map(above).sum();
        (best, 1.0 / sum)
    }

    /// As a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((self.classes.len() as u32).to_le_bytes());
        for name in &self.classes {
            bytes.extend((name.len() as u32).to_le_bytes());
            bytes.extend(name.as_bytes());
        }
        bytes.extend(self.bits.to_le_bytes());
        bytes.extend(self.step.to_le_bytes());
        bytes.extend(self.weights.iter().map(|&weight| weight as u8));
        bytes
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is no file of parameters, one of another version, or damaged.
    pub fn read(path: &Path, bytes: &[u8]) -> Result<Weights> {
        let read = || {
            let mut rest = bytes.strip_prefix(MAGIC)?;
            let word = |rest: &mut &[u8]| {
                let (head, tail) = rest.split_first_chunk::<4>()?;
                *rest = tail;
                Some(u32::from_le_bytes(*head))
            };
            if word(&mut rest)? != VERSION {
                return None;
            }
            let count = word(&mut rest)? as usize;
            let mut classes = Vec::new();
            for _ in 0..count {
                let length = word(&mut rest)? as usize;
                let (name, tail) = rest.split_at_checked(length)?;
                classes.push(String::from_utf8(name.to_vec()).ok()?);
                rest = tail;
            }
            let bits = word(&mut rest)?;
            let step = f32::from_bits(word(&mut rest)?);
            let whole = (1..=24).contains(&bits) && rest.len() == count << bits && count > 0;
            whole.then(|| Weights {
                classes,
                bits,
                step,
                weights: rest.iter().map(|&byte| byte as i8).collect(),
            })
        };
        read().ok_or_else(|| {
            Error::Argument(format!(
                "{}: is no file of event parameters of this version, or damaged; train one with \
                 `demarche code --train`",
                path.display()
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_go_round_and_damage_is_seen() {
        let classes = vec!["AID".to_owned(), "ASSAULT".to_owned()];
        let weights = Weights::rounded(classes, 1, &[1.0, -1.0, 0.5, 0.25]);
        let bytes = weights.to_bytes();
        let path = Path::new("x.bin");
        assert_eq!(Weights::read(path, &bytes).unwrap(), weights);
        assert!(Weights::read(path, &bytes[..bytes.len() - 1]).is_err());
        assert!(Weights::read(path, b"DEMAREVT").is_err());
    }
}
