//! What a label must be, whoever draws it.

mod hosts;
mod lines;
mod reading;
mod sizes;
mod terminals;

use super::{Host, Label, Module, Order, Printer, Purpose, Style};
use gs1::Goods;

/// GTIN and lot of GS1's demonstration prefix.
const LOT: &str = "https://id.gs1.org/01/09520123456788/10/MNG-0415";

fn goods(text: &str) -> Goods {
    Goods::parse(text).unwrap()
}

fn host() -> Host {
    Host::choose(None, &["trace.example".to_owned()], Purpose::Goods).unwrap()
}

fn order(text: &str) -> Order {
    Order { goods: goods(text), host: host(), style: Style::default() }
}

fn style(printer: Printer, module: &str) -> Style {
    Style { printer, module: Module::parse(module).unwrap(), name: None }
}

/// A PNG as rows of grey levels, and its pixels per metre.
fn pixels(label: &Label) -> (Vec<Vec<u8>>, u32) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(label.png()));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut grey = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut grey).unwrap();
    let size = reader.info().pixel_dims.unwrap();
    let width = usize::try_from(frame.width).unwrap();
    (grey.chunks(width).map(<[u8]>::to_vec).collect(), size.xppu)
}
