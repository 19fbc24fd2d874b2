// Passkeys (WebAuthn). A form marked `data-passkey` gets its challenge from its own address with `/start` behind it, lets the
// authenticator answer, puts the answer into its field `credential` and is sent like any other form.
(function (root) {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  // Shows what the style sheet hides where there are no passkeys.
  root.dataset.passkeys = '';

  function bytes(text) {
    var binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(binary, function (c) {
      return c.charCodeAt(0);
    });
  }
  function text(buffer) {
    var binary = Array.from(new Uint8Array(buffer), function (byte) {
      return String.fromCharCode(byte);
    }).join('');
    return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }
  function listed(credentials) {
    return (credentials || []).map(function (credential) {
      return Object.assign({}, credential, { id: bytes(credential.id) });
    });
  }

  async function answer(form) {
    var asked = await fetch(form.getAttribute('action') + '/start', { method: 'POST', headers: { accept: 'application/json' } });
    var options = await asked.json();
    if (options.code === 'confirm-first') {
      location.assign('/account/security/confirm?next=' + encodeURIComponent(location.pathname));
      return null;
    }
    if (!asked.ok) throw new Error(options.code);
    var key = options.publicKey;
    key.challenge = bytes(key.challenge);
    if (form.dataset.passkey === 'create') {
      key.user.id = bytes(key.user.id);
      key.excludeCredentials = listed(key.excludeCredentials);
    } else {
      key.allowCredentials = listed(key.allowCredentials);
    }
    var made = await navigator.credentials[form.dataset.passkey]({ publicKey: key });
    var said = made.response;
    var parts = { clientDataJSON: text(said.clientDataJSON) };
    if (said.attestationObject) {
      parts.attestationObject = text(said.attestationObject);
    } else {
      parts.authenticatorData = text(said.authenticatorData);
      parts.signature = text(said.signature);
      parts.userHandle = said.userHandle ? text(said.userHandle) : null;
    }
    return { id: made.id, rawId: text(made.rawId), type: made.type, response: parts };
  }

  var busy = false;
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (!form.dataset || !form.dataset.passkey) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    var trouble = form.querySelector('[data-passkey-trouble]');
    trouble.hidden = true;
    answer(form)
      .then(function (credential) {
        if (!credential) return;
        form.elements.namedItem('credential').value = JSON.stringify(credential);
        form.submit();
      })
      .catch(function () {
        trouble.hidden = false;
      })
      .finally(function () {
        busy = false;
      });
  });
})(document.documentElement);
