//! Pictures that the sandbox draws: people's initials on their color, and thumbnails as a page in the color of the file
//! type. PNG, though OneDrive and Exchange mostly give JPEG.

/// Red, green and blue.
pub(crate) type Color = [u8; 3];

const WHITE: Color = [0xff, 0xff, 0xff];
/// Columns and rows of a letter.
const LETTER_WIDTH: u32 = 5;
const LETTER_HEIGHT: u32 = 7;

/// A canvas with one byte a channel.
struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

/// Part of a canvas.
#[derive(Clone, Copy)]
struct Area {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

impl Canvas {
    fn new(width: u32, height: u32, color: Color) -> Self {
        let count = usize::try_from(width).unwrap_or_default() * usize::try_from(height).unwrap_or_default();
        Self { width, height, pixels: color.repeat(count) }
    }

    fn fill(&mut self, area: Area, color: Color) {
        for row in area.top..(area.top + area.height).min(self.height) {
            for column in area.left..(area.left + area.width).min(self.width) {
                let start = usize::try_from((row * self.width + column) * 3).unwrap_or_default();
                if let Some(pixel) = self.pixels.get_mut(start..start + 3) {
                    pixel.copy_from_slice(&color);
                }
            }
        }
    }

    fn png(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&self.pixels));
        // Writing into memory fails only for sizes that `Canvas::new` cannot make; an empty picture shows it.
        if written.is_err() {
            bytes.clear();
        }
        bytes
    }
}

/// A square of `side` pixels with up to two letters.
pub(crate) fn initials(letters: &str, color: Color, side: u32) -> Vec<u8> {
    let mut canvas = Canvas::new(side, side, color);
    // Two letters of five columns with a gap of two take twelve; the rest is margin.
    let dot = (side / 20).max(1);
    let count = u32::try_from(letters.chars().take(2).count()).unwrap_or_default();
    let text_width = (count * (LETTER_WIDTH + 2)).saturating_sub(2) * dot;
    let left = side.saturating_sub(text_width) / 2;
    let top = side.saturating_sub(LETTER_HEIGHT * dot) / 2;
    for (position, letter) in (0_u32..).zip(letters.chars().take(2)) {
        draw_letter(
            &mut canvas,
            letter,
            Area { left: left + position * (LETTER_WIDTH + 2) * dot, top, width: dot, height: dot },
        );
    }
    canvas.png()
}

/// A white page with a band and lines in `color`.
pub(crate) fn page(color: Color, width: u32, height: u32) -> Vec<u8> {
    let mut canvas = Canvas::new(width, height, WHITE);
    let unit = (width / 12).max(1);
    canvas.fill(Area { left: 0, top: 0, width, height: unit * 2 }, color);
    let mut top = unit * 3;
    while top + unit < height {
        canvas.fill(
            Area { left: unit, top, width: width.saturating_sub(unit * 2), height: (unit / 2).max(1) },
            color,
        );
        top += unit * 2;
    }
    canvas.png()
}

fn draw_letter(canvas: &mut Canvas, letter: char, dot: Area) {
    for (row, bits) in (0_u32..).zip(glyph(letter)) {
        for column in 0..LETTER_WIDTH {
            if bits & (0b1_0000 >> column) != 0 {
                let area =
                    Area { left: dot.left + column * dot.width, top: dot.top + row * dot.height, ..dot };
                canvas.fill(area, WHITE);
            }
        }
    }
}

/// Seven rows of five dots; a frame for letters that nobody of the cast has.
fn glyph(letter: char) -> [u8; 7] {
    match letter.to_ascii_uppercase() {
        'A' => [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
        'B' => [0b11110, 0b10001, 0b10001, 0b11110, 0b10001, 0b10001, 0b11110],
        'E' => [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
        'F' => [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000],
        'G' => [0b01111, 0b10000, 0b10000, 0b10011, 0b10001, 0b10001, 0b01111],
        'H' => [0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
        'K' => [0b10001, 0b10010, 0b10100, 0b11000, 0b10100, 0b10010, 0b10001],
        'L' => [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
        'M' => [0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001],
        'N' => [0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001, 0b10001],
        'O' => [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
        'R' => [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
        'T' => [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
        'W' => [0b10001, 0b10001, 0b10001, 0b10101, 0b10101, 0b11011, 0b10001],
        _ => [0b11111, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11111],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size_of(png: &[u8]) -> (u32, u32) {
        let reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        (reader.info().width, reader.info().height)
    }

    #[test]
    fn pictures_are_real_and_as_large_as_asked() {
        assert_eq!(size_of(&initials("AL", [1, 2, 3], 48)), (48, 48));
        assert_eq!(size_of(&initials("", [1, 2, 3], 1)), (1, 1));
        assert_eq!(size_of(&page([1, 2, 3], 96, 72)), (96, 72));
        assert_eq!(size_of(&page([1, 2, 3], 5, 3)), (5, 3));
    }

    #[test]
    fn people_have_different_pictures() {
        assert_ne!(initials("AL", [1, 2, 3], 48), initials("BH", [1, 2, 3], 48));
        assert_ne!(initials("AL", [1, 2, 3], 48), initials("AL", [3, 2, 1], 48));
    }
}
