// Loads packs: files that hold many small modules one after the other, so that a page asks for one file and not for two
// hundred. A module that came with an earlier pack is not made a second time. What fails is asked for again next time.
let shared = undefined;
function imports() {
    if (shared === undefined) {
        const { SHARED } = initSync(undefined, undefined);
        shared = { __wasm_split: { SHARED } };
    }
    return shared;
}
function once(load) {
    let going = undefined;
    return () => {
        if (going === undefined) {
            const mine = load();
            mine.catch(() => {
                if (going === mine) going = undefined;
            });
            going = mine;
        }
        return going;
    };
}
const made = new Map();
function make(number, bytes) {
    if (!made.has(number)) {
        const instance = WebAssembly.instantiate(bytes, imports());
        instance.catch(() => made.delete(number));
        made.set(number, instance);
    }
    return made.get(number);
}
function pack(name, before) {
    return once(async () => {
        const coming = fetch(new URL(`./${name}.bin`, import.meta.url));
        coming.catch(() => {});
        if (before !== undefined) await before();
        const answer = await coming;
        if (!answer.ok) throw new Error(`${answer.status} for ${name}`);
        const bytes = await answer.arrayBuffer();
        const head = new DataView(bytes);
        const count = head.getUint32(0, true);
        let at = 4 + 8 * count;
        const modules = [];
        for (let entry = 0; entry < count; entry++) {
            const length = head.getUint32(8 + 8 * entry, true);
            modules.push([head.getUint32(4 + 8 * entry, true), new Uint8Array(bytes, at, length)]);
            at += length;
        }
        // The pack's own module calls the others, and stands last.
        const own = modules.pop();
        await Promise.all(modules.map(([number, module]) => make(number, module)));
        if (own !== undefined) await make(own[0], own[1]);
    });
}
// Browsers break off what a page that is left was waiting for. Nobody wants it then, unless the page is come back to.
let left = false;
let missed = false;
addEventListener('pagehide', () => (left = true));
addEventListener('pageshow', () => {
    left = false;
    if (missed) location.reload();
});
// What the code calls: its own part of it waits until the modules stand, or hears that they do not.
function told(load) {
    return async (callback, data) => {
        let success = false;
        try {
            await load();
            success = true;
        } catch (fault) {
            if (left) {
                missed = true;
                return;
            }
            console.error(fault);
        }
        imports().__wasm_split.__indirect_function_table.get(callback)(data, success);
    };
}
