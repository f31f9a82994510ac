//! The bytes of a request, up to a bound.
//!
//! They are read as they arrive and never unpacked: a packed body of a few kilobytes may unpack to
//! gigabytes before anybody counts them.

use crate::http::problem::{Kind, Problem};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderName};
use actix_web::rt::time::timeout;
use actix_web::web::{Bytes, BytesMut, Data};
use actix_web::{FromRequest, HttpRequest};
use futures_util::{Stream, StreamExt as _};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The largest batch: 1,000 statements, 4 MiB.
const BATCH_MAX: usize = 4 << 20;
/// One statement; the longest is one that was vouched for, 65,535 bytes.
const ONE_MAX: usize = 64 << 10;
/// One statement with the fields that it conceals.
const OPEN_MAX: usize = 128 << 10;
/// Bodies of all connections together.
const IN_FLIGHT_MAX: usize = 64 << 20;
/// One statement is there after so long, also over a bad line from a ship.
const ONE_WAIT: Duration = Duration::from_secs(15);
/// A batch takes longer.
const BATCH_WAIT: Duration = Duration::from_mins(1);

/// Several statements, one a line.
const BATCH: &str = "application/x-ndjson";
/// A statement with disclosures.
const OPEN: &str = "application/sd-jwt";

/// A request's body and its media type.
#[derive(Debug)]
pub struct Body {
    /// The bytes.
    pub bytes: Bytes,
    /// The media type without its parameters, lower case.
    pub media: String,
    /// Its share of what all bodies may take, until the request is answered.
    _room: Option<OwnedSemaphorePermit>,
}

/// Room for the bodies of all connections, one permit a byte.
#[derive(Debug, Clone)]
pub struct Room(Arc<Semaphore>);

impl Default for Room {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(IN_FLIGHT_MAX)))
    }
}

/// How much may come, and how long it may take.
#[derive(Debug, Clone, Copy)]
struct Bound {
    bytes: usize,
    wait: Duration,
}

impl Bound {
    fn of(media: &str) -> Self {
        match media {
            BATCH => Self { bytes: BATCH_MAX, wait: BATCH_WAIT },
            OPEN => Self { bytes: OPEN_MAX, wait: ONE_WAIT },
            _ => Self { bytes: ONE_MAX, wait: ONE_WAIT },
        }
    }
}

impl FromRequest for Body {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media = text(request, &CONTENT_TYPE).split(';').next().unwrap_or_default();
        let media = media.trim().to_ascii_lowercase();
        let checked = as_it_is(request, Bound::of(&media));
        let room = request.app_data::<Data<Room>>().map(|room| room.get_ref().clone());
        let payload = payload.take();
        Box::pin(async move {
            let bound = checked?;
            let room = room.unwrap_or_default();
            let (bytes, room) = timeout(bound.wait, read(payload, bound.bytes, &room))
                .await
                .map_err(|_late| too_slow(bound.wait))??;
            Ok(Self { bytes, media, _room: room })
        })
    }
}

fn text<'r>(request: &'r HttpRequest, name: &HeaderName) -> &'r str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Refuses what is packed, and what says itself that it is too long.
fn as_it_is(request: &HttpRequest, bound: Bound) -> Result<Bound, Problem> {
    let mut packings = request.headers().get_all(CONTENT_ENCODING);
    if !packings.all(|packing| packing.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(Problem::new(Kind::UnsupportedMedia)
            .detail("Send the body as it is, without Content-Encoding: it is not unpacked here."));
    }
    match text(request, &CONTENT_LENGTH).parse::<usize>() {
        Ok(length) if length > bound.bytes => Err(too_long()),
        Ok(_) | Err(_) => Ok(bound),
    }
}

/// Reads to the end, counting before keeping.
async fn read<S>(
    mut payload: S,
    max: usize,
    room: &Room,
) -> Result<(Bytes, Option<OwnedSemaphorePermit>), Problem>
where
    S: Stream<Item = Result<Bytes, PayloadError>> + Unpin,
{
    let mut bytes = BytesMut::new();
    let mut taken: Option<OwnedSemaphorePermit> = None;
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_cause| not_whole())?;
        if bytes.len().saturating_add(chunk.len()) > max {
            return Err(too_long());
        }
        let count = u32::try_from(chunk.len()).map_err(|_cause| too_long())?;
        let share = Arc::clone(&room.0).try_acquire_many_owned(count);
        let share = share.map_err(|_cause| full())?;
        match &mut taken {
            Some(taken) => taken.merge(share),
            None => taken = Some(share),
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok((bytes.freeze(), taken))
}

fn too_long() -> Problem {
    Problem::new(Kind::TooLarge).detail(
        "One statement has at most 64 KiB, with its concealed fields 128 KiB, and a batch at most \
         1,000 statements and 4 MiB. Send it in parts.",
    )
}

fn not_whole() -> Problem {
    Problem::new(Kind::BadRequest).detail("The body did not arrive whole. Please send it again.")
}

fn too_slow(wait: Duration) -> Problem {
    Problem::new(Kind::BadRequest).detail(format!(
        "The body did not arrive within {} seconds. Please send it again, in smaller parts.",
        wait.as_secs()
    ))
}

fn full() -> Problem {
    Problem::new(Kind::Unavailable)
        .detail("This node is taking as much as it can hold. Please try again in a moment.")
        .retry_after(1)
}

#[cfg(test)]
mod tests {
    use super::{IN_FLIGHT_MAX, Room, read};
    use actix_web::error::PayloadError;
    use actix_web::web::Bytes;
    use futures_util::stream;
    use std::sync::Arc;

    fn chunks(
        count: usize,
    ) -> impl futures_util::Stream<Item = Result<Bytes, PayloadError>> + Unpin {
        stream::iter((0..count).map(|_| Ok(Bytes::from_static(&[b'a'; 10]))))
    }

    #[actix_web::test]
    async fn a_body_is_counted_before_it_is_kept() {
        let room = Room::default();
        let (bytes, shares) = read(chunks(10), 100, &room).await.unwrap();
        assert_eq!(bytes.len(), 100);
        assert_eq!(room.0.available_permits(), IN_FLIGHT_MAX - 100);
        drop(shares);
        assert_eq!(room.0.available_permits(), IN_FLIGHT_MAX);
        let endless = stream::repeat_with(|| Ok(Bytes::from_static(&[b'a'; 10])));
        assert_eq!(read(endless, 100, &room).await.unwrap_err().status(), 413);
        assert_eq!(room.0.available_permits(), IN_FLIGHT_MAX, "what was refused is forgotten");
    }

    #[actix_web::test]
    async fn all_bodies_together_have_a_bound() {
        let room = Room::default();
        let others =
            Arc::clone(&room.0).try_acquire_many_owned(u32::try_from(IN_FLIGHT_MAX - 45).unwrap());
        assert_eq!(read(chunks(5), 100, &room).await.unwrap_err().status(), 503);
        drop(others);
        assert!(read(chunks(5), 100, &room).await.is_ok());
    }

    #[actix_web::test]
    async fn a_body_that_does_not_come_is_not_waited_for() {
        let room = Room::default();
        let wait = std::time::Duration::from_millis(20);
        let never = stream::pending::<Result<Bytes, PayloadError>>();
        let read = actix_web::rt::time::timeout(wait, read(never, 100, &room));
        assert!(read.await.is_err());
        assert_eq!(super::too_slow(wait).status(), 400);
    }
}
