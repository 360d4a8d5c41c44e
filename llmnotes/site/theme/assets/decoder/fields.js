// The fields of the six controls and the seed, on widgets and on the page for questions.

const NAMES = {
  temperature: "temperature",
  top_p: "topP",
  frequency_penalty: "frequencyPenalty",
  presence_penalty: "presencePenalty",
  max_length: "maxLength",
  seed: "seed",
};

// Returns the settings of a form as the decoder takes them; a field out of its range is brought in.
export function samplingOf(form) {
  const sampling = {};
  for (const [field, name] of Object.entries(NAMES)) {
    const input = form.elements[field];
    if (!input) continue;
    const value = Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : Number(input.defaultValue);
    sampling[name] = Math.min(Number(input.max), Math.max(Number(input.min), value));
  }
  if (sampling.maxLength) sampling.maxLength = Math.round(sampling.maxLength);
  if (sampling.seed !== undefined) sampling.seed = Math.round(sampling.seed);
  const stop = form.elements.stop?.value.split("|").filter(Boolean);
  return stop ? { ...sampling, stop } : sampling;
}

// Writes the number of each slider beside it.
export function showNumbers(form, lang) {
  for (const output of form.querySelectorAll("output")) {
    const value = form.elements[document.getElementById(output.htmlFor.value).name].valueAsNumber;
    output.textContent = value.toLocaleString(lang, {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    });
  }
}

