// Runs at CloudFront before each request of the user interface: what was typed at the browser's prompt becomes the
// bearer token that the API's authorizer checks. Only the token's form is looked at here.
var TOKEN = /^tm_[A-Za-z0-9_-]{43}$/;
var WORKSPACE = /^([a-z][a-z0-9-]{0,39})?$/;

function value(request, name) {
  return request.headers[name] ? request.headers[name].value : '';
}

// The user that was typed, a workspace or nothing, and the password; without a token where that is none.
function typed(authorization) {
  var basic = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization);
  var pair = basic ? Buffer.from(basic[1], 'base64').toString() : '';
  var colon = pair.indexOf(':');
  var token = pair.slice(colon + 1);
  return { workspace: pair.slice(0, Math.max(colon, 0)), token: TOKEN.test(token) ? token : '' };
}

// Browsers add what was typed to requests from the pages of others too; those must change nothing.
function changesFromElsewhere(request) {
  if (request.method === 'GET' || request.method === 'HEAD') {
    return false;
  }
  var site = value(request, 'sec-fetch-site');
  return site ? site !== 'same-origin' : value(request, 'origin') !== 'https://' + value(request, 'host');
}

function refusal(status, reason, code, message) {
  return {
    statusCode: status,
    statusDescription: reason,
    headers: {
      'cache-control': { value: 'no-store' },
      'content-type': { value: 'application/json' },
    },
    body: { encoding: 'text', data: JSON.stringify({ error_code: code, message: message }) },
  };
}

function handler(event) {
  var request = event.request;
  var given = value(request, 'authorization');
  if (/^bearer /i.test(given)) {
    return request;
  }
  var answered = typed(given);
  if (!answered.token || !WORKSPACE.test(answered.workspace)) {
    var asked = refusal(
      401,
      'Unauthorized',
      'UNAUTHENTICATED',
      'Type the workspace, or nothing for the default, as the user, and a bearer token (tm_...) as the password.'
    );
    asked.headers['www-authenticate'] = { value: 'Basic realm="workspace and bearer token", charset="UTF-8"' };
    return asked;
  }
  if (changesFromElsewhere(request)) {
    return refusal(403, 'Forbidden', 'PERMISSION_DENIED', 'The request came from the page of another site.');
  }
  request.headers.authorization = { value: 'Bearer ' + answered.token };
  if (answered.workspace) {
    request.headers['x-mlflow-workspace'] = { value: answered.workspace };
  }
  return request;
}
