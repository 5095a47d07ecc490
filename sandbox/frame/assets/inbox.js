// Keeps /inbox fresh, and hands answers to the doubles. Without it the page still shows everything.
const live = document.querySelector("#live");
const everyMs = 3000;
const rememberedTenant = "tepi-sandbox-tenant";
let etag = "";

// What the reader has opened and half written survives a refresh; while a box has text, nothing moves below it.
const isWriting = () => [...live.querySelectorAll("input[name=text]")].some(({ value }) => value !== "");

function show(content) {
  const open = [...live.querySelectorAll("details[open]")].map(({ dataset }) => dataset.key);
  const tenants = new Map(
    [...live.querySelectorAll("form.answer")].map((form) => [form.dataset.key, form.elements.tenant.value]),
  );
  const focused = document.activeElement?.closest("form.answer")?.dataset.key;
  live.innerHTML = content;
  for (const details of live.querySelectorAll("details")) details.open ||= open.includes(details.dataset.key);
  for (const form of live.querySelectorAll("form.answer")) {
    form.elements.tenant.value = tenants.get(form.dataset.key) || form.elements.tenant.value;
    if (form.dataset.key === focused) form.elements.text.focus({ preventScroll: true });
  }
  settle();
}

// A tenant that the double can't tell is the one last written to; each conversation begins at its end.
function settle() {
  for (const { elements } of live.querySelectorAll("form.answer"))
    elements.tenant.value ||= localStorage.getItem(rememberedTenant) ?? "";
  for (const list of live.querySelectorAll(".chat ol")) list.scrollTop = list.scrollHeight;
}

async function refresh() {
  if (document.hidden || isWriting()) return;
  const answer = await fetch(`/inbox/_live${location.search}`, {
    headers: { "if-none-match": etag },
    cache: "no-store",
  });
  if (answer.status !== 200) return;
  const isFirst = etag === "";
  etag = answer.headers.get("etag") ?? "";
  const content = await answer.text();
  if (!isFirst && !isWriting()) show(content);
}

async function answer(form, callback) {
  const { tenant, text } = form.elements;
  const output = form.querySelector("output");
  localStorage.setItem(rememberedTenant, tenant.value);
  const said = callback ? { button: { id: callback, title: text.value } } : { text: text.value };
  const body = { tenant: tenant.value, from: form.dataset.from, ...said };
  const sent = await fetch(`/${form.dataset.provider}/_inbound`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!sent.ok) {
    output.textContent = `Tidak terkirim (${sent.status}): ${(await sent.text()).slice(0, 300)}`;
    return;
  }
  text.value = "";
  output.textContent = "Terkirim";
  await refresh();
}

const failed = (form) => () => (form.querySelector("output").textContent = "Sandbox tidak menjawab.");

live.addEventListener("submit", (event) => {
  const form = event.target.closest("form.answer");
  if (!form) return;
  event.preventDefault();
  answer(form).catch(failed(form));
});

live.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-answer]");
  const form = button?.closest(".chat").querySelector("form.answer");
  if (!form) return;
  form.elements.text.value = button.dataset.answer;
  if (form.reportValidity()) answer(form, button.dataset.callback).catch(failed(form));
});

settle();
refresh().catch(() => undefined);
setInterval(() => refresh().catch(() => undefined), everyMs);
