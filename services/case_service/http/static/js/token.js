// After a new login in another tab the forms of this one need the new session's token. It stands in every page; help logs no reading.
const PAGE = "/hjelp";

// Whether the same person is logged in again; then every form of the page has got the new token.
export async function freshToken(page) {
  const answer = await fetch(PAGE, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = fresh.querySelector("input[name=csrf_token]")?.value;
  if (!token || fresh.body.dataset.signedIn !== page.body.dataset.signedIn) return false;
  for (const field of page.querySelectorAll("input[name=csrf_token]")) field.value = token;
  return true;
}
