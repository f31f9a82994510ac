//! Every address on one screen.

use super::api::{
    attachments, evidence, heads, labels, log, operations, peers, search, statements, vault,
};
use super::problem::{Kind, Problem};
use super::render::{about, home, lot, missing, redirect};
use super::{asset, openapi};
use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig, get, post, put};

/// All routes.
pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(
        web::scope("/api/v1")
            .route("/statements", post().to(statements::submit))
            .route("/statements/{leaf}", get().to(statements::status))
            .route("/vault/{leaf}", put().to(vault::put))
            .route("/attachments/{digest}", put().to(attachments::put))
            .route("/attachments/{digest}", get().to(attachments::show))
            .route("/evidence/{event_id:.*}", get().to(evidence::show))
            .route("/heads/{code:.*}", get().to(heads::show))
            .route("/labels", get().to(labels::show))
            .route("/search", get().to(search::show))
            .default_service(web::to(no_such_address)),
    )
    .service(
        web::scope("/log")
            .route("/checkpoint", get().to(log::checkpoint))
            .route("/checkpoint.json", get().to(log::checkpoint_json))
            .route("/policy", get().to(log::policy))
            .default_service(web::to(no_such_address)),
    )
    .service(
        web::scope("/peer/v1")
            .route("/checkpoint", post().to(peers::checkpoint))
            .route("/statements", post().to(peers::statements))
            .route("/blocks", post().to(peers::blocks))
            .route("/end", post().to(peers::end))
            .default_service(web::to(no_such_address)),
    )
    .route("/healthz", get().to(operations::healthz))
    .route("/readyz", get().to(operations::readyz))
    .route("/metrics", get().to(operations::metrics))
    .route("/api/openapi.json", get().to(openapi::show))
    .route("/static/js/{name}", get().to(asset::script))
    .route("/", get().to(home::show))
    .route("/about", get().to(about::show))
    .route("/t", get().to(lot::search_or_show))
    .route("/t/{code:.*}", get().to(lot::show))
    .route("/{key:00|01|414|417}/{rest:.*}", get().to(redirect::to_page))
    .default_service(web::to(missing::show));
}

async fn no_such_address() -> Result<HttpResponse, Problem> {
    Err(Problem::new(Kind::NotFound).detail("There is no such address. README.md lists them all."))
}
