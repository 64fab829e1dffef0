/* A query on its way to the server. */

/* Resolves to { answer } or { problem }; rejects when stopped or when there was no response. */
export async function ask(address, fields, signal) {
  const response = await fetch(address, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { accept: "application/json, application/problem+json" },
    signal,
  });
  const said = await response.json().catch((error) => {
    if (error.name === "AbortError") throw error;
    return { detail: `The server answered with status ${response.status}`, repair: "Try again later." };
  });
  return response.ok ? { answer: said } : { problem: said };
}
