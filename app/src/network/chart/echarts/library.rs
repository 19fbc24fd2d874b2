//! Loading the library, and calling what charming does not bind.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlScriptElement;

/// Makes the global `echarts` available; at once where it already is.
pub async fn load(version: &str) -> Result<(), JsValue> {
    if Reflect::has(&window(), &"echarts".into())? {
        return Ok(());
    }
    let script: HtmlScriptElement = document().create_element("script")?.unchecked_into();
    script.set_src(&format!("/vendor/echarts.js?v={version}"));
    let loaded = Promise::new(&mut |resolve, reject| {
        script.set_onload(Some(&resolve));
        script.set_onerror(Some(&reject));
    });
    document().head().ok_or(JsValue::NULL)?.append_child(&script)?;
    JsFuture::from(loaded).await.map(|_event| ())
}

/// Calls a method of a JavaScript object; `None` where it has none or it throws.
pub fn call(object: impl AsRef<JsValue>, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function: Function = Reflect::get(object.as_ref(), &method.into()).ok()?.dyn_into().ok()?;
    function.apply(object.as_ref(), &arguments.iter().collect::<Array>()).ok()
}

/// Sets `object.path.name`, making what is missing on the way.
pub fn put(object: &JsValue, path: &[&str], name: &str, value: &JsValue) {
    let mut place = object.clone();
    for part in path {
        let next = Reflect::get(&place, &(*part).into()).unwrap_or(JsValue::UNDEFINED);
        place = if next.is_object() {
            next
        } else {
            let fresh = JsValue::from(Object::new());
            set(&place, part, &fresh);
            fresh
        };
    }
    set(&place, name, value);
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    if Reflect::set(object, &name.into(), value).is_err() {
        leptos::logging::warn!("the chart's option {name} could not be set");
    }
}
