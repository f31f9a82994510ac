//! `/t/...`: the page of a lot, a pack, a case or a house lot, the same view as data, and its
//! evidence.

use super::page;
use crate::http::api::evidence::{download, problem};
use crate::http::extract::Guessing;
use crate::http::pages::home::HomeTemplate;
use crate::http::pages::lot::LotTemplate;
use crate::http::problem::{Kind, Problem};
use crate::telemetry::within;
use crate::views::{Audience, PageAsk, Reader};
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CACHE_CONTROL, LOCATION, VARY};
use actix_web::web::{self, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use gs1::Goods;
use serde::Deserialize;

/// The end of a page's address that asks for its proofs.
const EVIDENCE: &str = "/evidence";

/// What may follow the code.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    /// The branch: a place or party that the pack went to.
    at: Option<String>,
    /// A code that has no path of its own.
    id: Option<String>,
    /// What was typed.
    code: Option<String>,
    /// The lot that was typed.
    lot: Option<String>,
    /// All steps, also the earlier ones.
    all: Option<String>,
}

/// `GET /t/{code}`, `GET /t/{code}/evidence`, `GET /t/evidence?id=`
pub(crate) async fn show(
    reader: Data<Reader>,
    request: HttpRequest,
    asked: Query<Asked>,
    audience: Audience,
    guessing: Guessing,
) -> Result<HttpResponse, Problem> {
    let path = request.uri().path();
    let code = path.strip_prefix("/t").unwrap_or(path);
    let (code, is_evidence) = match code.strip_suffix(EVIDENCE) {
        Some(code) => (code, true),
        None => (code, false),
    };
    let named = match asked.id.as_deref() {
        Some(id) if is_evidence && code.is_empty() => parse(id)?,
        None if code.is_empty() => {
            let text =
                "No code is named; /t/evidence?id= takes a URI, /t/01/... a product's number.";
            return Err(Problem::new(Kind::BadCode).detail(text));
        }
        Some(_) | None => code_of(&reader, code, request.query_string())?,
    };
    guessing.count(&named.0)?;
    let asked = asked.into_inner();
    if is_evidence {
        return evidence(reader, named, asked, audience).await;
    }
    lot(reader, request, named, asked, audience).await
}

/// `GET /t?id=`, `GET /t?code=&lot=`
pub(crate) async fn search_or_show(
    reader: Data<Reader>,
    request: HttpRequest,
    asked: Query<Asked>,
    audience: Audience,
    guessing: Guessing,
) -> Result<HttpResponse, Problem> {
    let asked = asked.into_inner();
    if let Some(id) = &asked.id {
        let named = parse(id)?;
        guessing.count(&named.0)?;
        return lot(reader, request, named, asked, audience).await;
    }
    let (code, typed_lot) = (asked.code.unwrap_or_default(), asked.lot.unwrap_or_default());
    if let Ok(goods) = Goods::from_typed(&code) {
        guessing.count(&goods)?;
    }
    let asking = reader.clone();
    let search = web::block(within(move || asking.search(&code, &typed_lot, audience)))
        .await
        .map_err(|error| Problem::internal(&error))??;
    if let ([only], None) = (search.candidates.as_slice(), &search.fault) {
        return Ok(HttpResponse::SeeOther()
            .insert_header((LOCATION, page::onward(&request, &only.path)))
            .insert_header((CACHE_CONTROL, "no-cache"))
            .finish());
    }
    let status = if search.fault.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let template = HomeTemplate::new(&search, &[], page::language(&request), page::here(&request));
    page::send(&request, &reader, status, template.answer())
}

async fn lot(
    reader: Data<Reader>,
    request: HttpRequest,
    (goods, dates): Named,
    asked: Asked,
    audience: Audience,
) -> Result<HttpResponse, Problem> {
    let ask = PageAsk { at: asked.at, dates, audience, earlier: asked.all.is_some() };
    let asking = reader.clone();
    let view = web::block(within(move || asking.lot_page(&goods, &ask)))
        .await
        .map_err(|error| Problem::internal(&error))??;
    if wants_json(&request) {
        return Ok(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-cache"))
            .insert_header((VARY, "Accept, Accept-Language"))
            .json(view));
    }
    let template = LotTemplate::new(&view, page::language(&request), page::here(&request));
    page::send(&request, &reader, StatusCode::OK, template.answer())
}

async fn evidence(
    reader: Data<Reader>,
    (goods, dates): Named,
    asked: Asked,
    audience: Audience,
) -> Result<HttpResponse, Problem> {
    let ask = PageAsk { at: asked.at, dates, audience, earlier: asked.all.is_some() };
    let file = web::block(within(move || reader.page_evidence(&goods, &ask)))
        .await
        .map_err(|error| Problem::internal(&error))?
        .map_err(problem)?;
    Ok(download(file))
}

fn wants_json(request: &HttpRequest) -> bool {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    accept
        .is_some_and(|accept| accept.contains("application/json") && !accept.contains("text/html"))
}

/// Goods, and the product under each date of their address.
type Named = (Goods, Vec<String>);

fn code_of(reader: &Reader, code: &str, query: &str) -> Result<Named, Problem> {
    if let Some(house) = code.strip_prefix("/x/") {
        return parse(&format!("https://{}/x/{house}", reader.chain_name()));
    }
    // Only AIs of the code belong to it; the rest of the query is for the page.
    let dates: Vec<&str> = query
        .split('&')
        .filter(|pair| pair.starts_with("17=") || pair.starts_with("15="))
        .collect();
    let mark = if dates.is_empty() { "" } else { "?" };
    parse(&format!("https://id.gs1.org{code}{mark}{}", dates.join("&")))
}

fn parse(text: &str) -> Result<Named, Problem> {
    let (goods, dated) =
        Goods::parse_dated(text).map_err(|error| Problem::new(Kind::BadCode).detail(error))?;
    Ok((goods, dated.iter().map(Goods::uri).collect()))
}
