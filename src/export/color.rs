//! Colours that can be read: black or white on a fill, and an edge colour dark enough for its label
//! on white paper. Luminance and contrast are those of
//! [WCAG](https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio).

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Color([u8; 3]);

const BLACK: Color = Color([0; 3]);
const WHITE: Color = Color([255; 3]);

/// The contrast that WCAG asks for text.
const READABLE: f64 = 4.5;

impl Color {
    /// Reads `#rrggbb`; anything else is grey (an ontology holds nothing else).
    pub(super) fn parse(text: &str) -> Color {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let [_, rgb @ ..] = number.unwrap_or(0x80_80_80).to_be_bytes();
        Color(rgb)
    }

    /// White where it reads on this colour, else black; one of the two always does.
    pub(super) fn on_top(self) -> Color {
        match contrast(self, WHITE) >= READABLE {
            true => WHITE,
            false => BLACK,
        }
    }

    /// The same hue, darkened until it reads on white.
    pub(super) fn on_paper(self) -> Color {
        let mut color = self;
        while contrast(color, WHITE) < READABLE {
            color = color.darker(95);
        }
        color
    }

    /// Red, green and blue.
    pub(super) fn channels(self) -> [u8; 3] {
        self.0
    }

    /// So many hundredths of its light.
    pub(super) fn darker(self, percent: u16) -> Color {
        Color(self.0.map(|part| (u16::from(part) * percent / 100) as u8))
    }
}

/// `#RRGGBB`.
impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02X}{green:02X}{blue:02X}")
    }
}

fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// With a cubic for the curve of sRGB: within half a percent of it, and without a power function
/// that differs between machines.
fn luminance(color: Color) -> f64 {
    let [red, green, blue] = color.0.map(|part| {
        let share = f64::from(part) / 255.0;
        share * (share * (share * 0.305_306 + 0.682_171) + 0.012_523)
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stands_out_on_its_fill() {
        assert_eq!(Color::parse("#EDC948").on_top(), BLACK);
        assert_eq!(Color::parse("#FFFFFF").on_top(), BLACK);
        assert_eq!(Color::parse("#4E79A7").on_top(), WHITE);
        assert_eq!(Color::parse("#000000").on_top(), WHITE);
    }

    #[test]
    fn labels_read_on_white() {
        for light in ["#FFFFFF", "#F9A825", "#9E9E9E", "#00ACC1"] {
            let dark = Color::parse(light).on_paper();
            assert!(contrast(dark, WHITE) >= 4.5, "{light} became {dark}");
        }
        assert_eq!(Color::parse("#B71C1C").on_paper(), Color::parse("#B71C1C"));
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in ["", "#", "red", "#12345", "#ééé", "#GGGGGG"] {
            assert_eq!(Color::parse(text).to_string(), "#808080");
        }
    }
}
