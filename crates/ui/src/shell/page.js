(function (root, worker) {
  var leaving = false;
  function reveal(id) {
    var notice = document.getElementById(id);
    if (notice && !leaving) notice.hidden = false;
  }
  // The page's code did not arrive, or broke: it says so instead of staying asleep.
  function broken(event) {
    var reason = event.reason || event.error;
    if (!reason) return;
    var asleep = !('hydrated' in root.dataset);
    if (asleep || (window.WebAssembly && reason instanceof WebAssembly.RuntimeError)) reveal('page-broken');
  }
  window.addEventListener('error', broken);
  window.addEventListener('unhandledrejection', broken);
  window.addEventListener('pagehide', function () { leaving = true; });
  window.addEventListener('pageshow', function () { leaving = false; });
  document.addEventListener('click', function (event) {
    var near = event.target.closest ? event.target : null;
    var copy = near && near.closest('[data-copy]');
    if (copy && navigator.clipboard) {
      navigator.clipboard.writeText(copy.dataset.copy).then(function () {
        copy.querySelector('[role=status]').textContent = copy.dataset.copied;
        copy.classList.add('is-copied');
      }, function () {});
    }
    if (near && near.closest('[data-reload]')) {
      event.preventDefault();
      if (update) update();
      else location.reload();
    }
  });
  // Pieces that move go on by themselves; what stands still around them is loaded anew after a while out of sight.
  var unseen = Date.now();
  document.addEventListener('visibilitychange', function () {
    if (document.hidden) unseen = Date.now();
    else if ('parts' in root.dataset && Date.now() - unseen > 300000 && document.querySelector('main [data-part]')) location.reload();
  });
  // Where the palette is not, the page that does the same.
  document.addEventListener('keydown', function (event) {
    if (!('parts' in root.dataset) || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    if (event.key.toLowerCase() !== 'k' || !document.querySelector('[data-palette]')) return;
    event.preventDefault();
    location.assign('/go');
  });
  var update = null;
  if (!worker || !window.isSecureContext || !navigator.serviceWorker) return;
  function offer(waiting) {
    update = function () {
      navigator.serviceWorker.addEventListener('controllerchange', function () { location.reload(); });
      waiting.postMessage({ take: 'over' });
    };
    reveal('page-update');
  }
  window.addEventListener('load', function () {
    navigator.serviceWorker.register(worker).then(function (known) {
      if (!known) return;
      function speak(active) { if (active) active.postMessage({ language: root.lang }); }
      if (known.waiting && navigator.serviceWorker.controller) offer(known.waiting);
      known.addEventListener('updatefound', function () {
        var coming = known.installing;
        coming.addEventListener('statechange', function () {
          if (coming.state === 'installed' && navigator.serviceWorker.controller) offer(coming);
          if (coming.state === 'activated') speak(coming);
        });
      });
      speak(known.active);
      var looked = Date.now();
      document.addEventListener('visibilitychange', function () {
        if (document.hidden || Date.now() - looked < 3600000) return;
        looked = Date.now();
        known.update().catch(function () {});
      });
    }, function () {});
  });
})(document.documentElement, document.currentScript.dataset.worker);
