// A certified OpenID Connect server as Feide and ID-porten are to Varde: its people and its client come as JSON on the command line.
import http from "node:http";
import Provider from "oidc-provider";

const asked = JSON.parse(process.argv[2]);
const server = http.createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;


const provider = new Provider(issuer, {
  clients: [
    {
      client_id: asked.client_id,
      client_secret: asked.client_secret,
      redirect_uris: asked.redirect_uris,
      post_logout_redirect_uris: asked.post_logout_redirect_uris,
      id_token_signed_response_alg: "RS256",
    },
  ],
  claims: { openid: ["sub", "acr", "amr", ...asked.claims], acr: null, amr: null, auth_time: null, sid: null },
  conformIdTokenClaims: asked.claims_in_id_token === false,
  acrValues: asked.acr_values,
  pkce: { required: () => true },
  cookies: { keys: ["the tests' own"] },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = `<!doctype html><title>Logg ut</title>${form}<button form="op.logoutForm" name="logout" value="yes">Ja, logg meg ut</button>`;
      },
    },
  },
  interactions: { url: (_, interaction) => `/hvem/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...asked.people[id] }) }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid");
    grant.addOIDCClaims(["acr", "amr", "auth_time", "sid", ...asked.claims]);
    await grant.save();
    return grant;
  },
});

const page = (body) => `<!doctype html><html lang="nb"><title>Innloggingstjeneste</title><h1>Innloggingstjeneste</h1>${body}</html>`;

server.on("request", async (request, response) => {
  const url = new URL(request.url, issuer);
  const [, place, uid, person] = url.pathname.split("/");
  if (place !== "hvem") return provider.callback()(request, response);
  const interaction = await provider.interactionDetails(request, response);
  const wants = interaction.params.acr_values ?? "";
  if (person === undefined) {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    const links = Object.keys(asked.people).flatMap((id) => [
      `<li><a href="/hvem/${uid}/${encodeURIComponent(id)}?trinn=1">${id} med passord</a></li>`,
      `<li><a href="/hvem/${uid}/${encodeURIComponent(id)}?trinn=2">${id} i to trinn</a></li>`,
    ]);
    response.end(page(`<p>Ønsket nivå: ${wants}</p><ul>${links.join("")}</ul><a href="/hvem/${uid}/?avbryt=1">Avbryt</a>`));
    return;
  }
  if (url.searchParams.has("avbryt")) {
    return provider.interactionFinished(request, response, { error: "access_denied", error_description: "avbrutt" });
  }
  const two = url.searchParams.get("trinn") === "2";
  const acr = two ? asked.two_factors : asked.one_factor;
  return provider.interactionFinished(request, response, {
    login: { accountId: decodeURIComponent(person), acr, amr: two ? ["pwd", "mfa"] : ["pwd"], remember: true },
  });
});

console.log(issuer);
