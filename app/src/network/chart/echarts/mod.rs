//! The chart drawn by ECharts (through charming) over the server's SVG: cross-hair, tooltip, zoom. It keeps the SVG's scale
//! and time labels. Where the library cannot be loaded, the SVG stays and follows the live figures itself.

mod library;
mod option;
mod palette;
mod tooltip;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, JSON, Reflect};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use serde::Serialize;
use ui::chart::Trace;
use ui::shell::THEME_CHANGE;
use wasm_bindgen::prelude::{Closure, JsValue};

use crate::network::voice::Voice;
use library::{call, load, put};
use palette::Palette;

/// What charming has no words for: labels inside the plot, the tooltip's behaviour, zoom that leaves scrolling alone.
const EXTRAS: &str = r#"{"tooltip":{"confine":true,"transitionDuration":0,"className":"chart-tooltip"},
"yAxis":{"axisLabel":{"inside":true,"margin":0,"verticalAlign":"bottom","padding":[0,0,3,0]}},
"dataZoom":[{"zoomOnMouseWheel":"ctrl","moveOnMouseWheel":false,"preventDefaultMouseMove":false}]}"#;

type Callback = Closure<dyn Fn(JsValue) -> JsValue>;

/// A chart that stands.
trait Draws {
    /// Gives it new figures; everything else about it stays.
    fn update(&mut self, trace: &Trace);
    /// Its element has another size.
    fn resize(&self);
    fn dispose(&self);
}

/// What makes charts is as much code as the panel around them, and comes when the page stands.
#[wasm_split(drawing, wasm_split_path = ::leptos::wasm_split, fallible)]
fn make(element: JsValue, trace: Trace, voice: Voice) -> Result<Option<Box<dyn Draws>>, SplitLoaderError> {
    Ok(Drawing::new(element, &trace, voice).map(|drawing| -> Box<dyn Draws> { Box::new(drawing) }))
}

/// Draws `trace` into `canvas` and follows it; sets `drawn` when the drawing stands. Ends with the calling component.
/// `version` is of the library's address.
pub fn draw(canvas: NodeRef<Div>, trace: Memo<Trace>, drawn: RwSignal<bool>, voice: Voice, version: String) {
    let drawing = StoredValue::new_local(None::<Box<dyn Draws>>);

    Effect::new(move |started: Option<bool>| {
        let ready = canvas.get().is_some() && trace.with(|trace| !trace.steps.is_empty());
        if started == Some(true) || !ready {
            return started == Some(true);
        }
        let version = version.clone();
        spawn_local(async move {
            // Without the library the SVG simply stays. The page may be gone by the time it is there.
            if load(&version).await.is_ok()
                && let Some(Some(element)) = canvas.try_get_untracked()
                && let Some(now) = trace.try_get_untracked()
                && let Ok(Some(new)) = make(element.into(), now, voice).await
            {
                drawing.try_set_value(Some(new));
                drawn.try_set(true);
            }
        });
        true
    });
    let redraw = move |trace: &Trace| {
        drawing.try_update_value(|drawing| {
            if let Some(drawing) = drawing {
                drawing.update(trace);
            }
        });
    };
    Effect::new(move |_| trace.with(redraw));
    let switched = window_event_listener_untyped(THEME_CHANGE, move |_| {
        trace.try_with_untracked(redraw);
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        drawing.try_with_value(|drawing| {
            if let Some(drawing) = drawing {
                drawing.resize();
            }
        });
    });
    on_cleanup(move || {
        switched.remove();
        resized.remove();
        if let Some(Some(drawing)) = drawing.try_update_value(Option::take) {
            drawing.dispose();
        }
    });
}

/// A chart that stands, and what it calls back.
struct Drawing {
    chart: JsValue,
    trace: Rc<RefCell<Trace>>,
    _callbacks: [Callback; 4],
}

impl Drawing {
    fn new(element: JsValue, trace: &Trace, voice: Voice) -> Option<Self> {
        let library = Reflect::get(&window(), &"echarts".into()).ok()?;
        let chart = call(&library, "init", &[element])?;
        set_option(&chart, &option::whole(trace, &Palette::read()));
        let shared = Rc::new(RefCell::new(trace.clone()));
        let rate = Callback::new(|bps: JsValue| ui::units::rate(to_integer(&bps).saturating_abs()).text().into());
        let seen = Rc::clone(&shared);
        let time = Callback::new(move |ms: JsValue| option::time_label(&seen.borrow(), to_integer(&ms)).into());
        let seen = Rc::clone(&shared);
        let tip = Callback::new(move |hovered: JsValue| {
            let ms = Reflect::get(&Array::from(&hovered).get(0), &"axisValue".into()).map_or(0, |ms| to_integer(&ms));
            tooltip::html(&seen.borrow(), ms, voice).into()
        });
        let (seen, handle) = (Rc::clone(&shared), chart.clone());
        let zoomed = Callback::new(move |_event: JsValue| {
            relabel(&handle, &seen.borrow());
            JsValue::UNDEFINED
        });
        if let Ok(extras) = JSON::parse(EXTRAS) {
            put(&extras, &["tooltip"], "formatter", tip.as_ref());
            put(&extras, &["yAxis", "axisLabel"], "formatter", rate.as_ref());
            put(&extras, &["xAxis", "axisLabel"], "formatter", time.as_ref());
            call(&chart, "setOption", &[extras]);
        }
        call(&chart, "on", &["datazoom".into(), zoomed.as_ref().clone()]);
        Some(Self { chart, trace: shared, _callbacks: [rate, time, tip, zoomed] })
    }
}

impl Draws for Drawing {
    fn update(&mut self, trace: &Trace) {
        self.trace.replace(trace.clone());
        set_option(&self.chart, &option::figures(trace, &Palette::read()));
        relabel(&self.chart, trace);
    }

    fn resize(&self) {
        call(&self.chart, "resize", &[]);
    }

    fn dispose(&self) {
        call(&self.chart, "dispose", &[]);
    }
}

/// Time labels that suit what is seen after a zoom.
fn relabel(chart: &JsValue, trace: &Trace) {
    let Some(options) = call(chart, "getOption", &[]) else { return };
    let thousandths = |name: &str| {
        let zooms = Reflect::get(&options, &"dataZoom".into()).ok()?;
        let percent = Reflect::get(&Array::from(&zooms).get(0), &name.into()).ok()?.as_f64()?;
        Some(to_integer(&JsValue::from_f64(percent * 10.0)))
    };
    let (Some(start), Some(end)) = (thousandths("start"), thousandths("end")) else { return };
    let step = trace.to_ms.saturating_sub(trace.from_ms) / 1_000;
    let at = |share: i64| trace.from_ms.saturating_add(share.saturating_mul(step));
    set_option(chart, &option::time_labels(trace, at(start), at(end), &Palette::read()));
}

/// Merges options into the chart's; what they do not name stays.
fn set_option(chart: &JsValue, options: &impl Serialize) {
    match options.serialize(&serde_wasm_bindgen::Serializer::json_compatible()) {
        Ok(options) => {
            call(chart, "setOption", &[options]);
        }
        Err(fault) => leptos::logging::warn!("the chart's options: {fault}"),
    }
}

/// JavaScript's numbers are floats; ours are integers.
#[expect(clippy::as_conversions, reason = "there is no other conversion from f64; it saturates, and NaN becomes 0")]
fn to_integer(value: &JsValue) -> i64 {
    value.as_f64().map_or(0, |value| value as i64)
}
