//! `GET /api/v1/labels?code=`: a label, its code decoded again before it is handed out.

use crate::config::Labels;
use crate::http::problem::{Kind, Problem};
use crate::label::{Host, Label, Order, Purpose, Style};
use crate::telemetry::within;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{Data, Query};
use actix_web::{HttpResponse, web};
use serde::Deserialize;

/// The query: a code as a URI or in brackets, `(01)09521234543213(10)ABC`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    code: String,
    host: Option<String>,
    #[serde(default)]
    format: Format,
}

/// In which form.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// Millimetres, for layout programs.
    #[default]
    Svg,
    /// Whole printer dots.
    Png,
}

/// `GET /api/v1/labels`
pub async fn show(labels: Data<Labels>, wanted: Query<Wanted>) -> Result<HttpResponse, Problem> {
    let Wanted { code, host, format } = wanted.into_inner();
    let goods =
        gs1::Goods::from_typed(&code).map_err(|error| Problem::new(Kind::BadCode).detail(error))?;
    let host = Host::choose(host.as_deref(), &labels.hosts, Purpose::Goods)
        .map_err(|error| Problem::new(Kind::BadRequest).detail(error))?;
    let order = Order { goods, host, style: Style::default() };
    let label = web::block(within(move || Label::draw(&order)))
        .await
        .map_err(|error| Problem::internal(&error))?
        .map_err(|error| Problem::new(Kind::BadRequest).detail(error))?;
    let (media, body) = match format {
        Format::Svg => ("image/svg+xml", label.svg().as_bytes().to_vec()),
        Format::Png => ("image/png", label.png().to_vec()),
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(body))
}
