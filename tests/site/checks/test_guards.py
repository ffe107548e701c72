"""Every guard of the strict build, seen to fail: each test breaks a copy of a healthy project and reads the refusal."""

import pytest
from tests.fabricated import Project


def test_a_step_removed_from_one_language(project: Project) -> None:
    project.edit("en/requisitos.md", "```step\ncpu-flags\n```\n", "")
    project.refused("docs/en/requisitos.md: no page shows the step cpu-flags: show it there")


def test_a_step_on_no_page(project: Project) -> None:
    for language, fence in (("es", "paso"), ("en", "step")):
        project.edit(f"{language}/requisitos.md", f"```{fence}\ncpu-flags\n```\n", "")
    project.refused("docs/es/requisitos.md: no page shows the step cpu-flags", "docs/en/requisitos.md: no page shows")


def test_a_step_shown_twice(project: Project) -> None:
    project.edit("es/ventajas.md", "Texto", "```paso\ncpu-flags\n```\n\nTexto")
    project.refused("docs/es/ventajas.md", "the step cpu-flags is shown 2 times: keep one and link to it")


def test_a_step_shown_twice_on_one_page(project: Project) -> None:
    project.edit("es/requisitos.md", "Texto", "```paso\ncpu-flags\n```\n\nTexto")
    project.refused("docs/es/requisitos.md: the id cpu-flags stands 2 times on the page", "is shown 2 times")


def test_a_step_on_another_chapters_page(project: Project) -> None:
    project.edit("es/requisitos.md", "```paso\ncpu-flags\n```\n", "")
    project.edit("es/ventajas.md", "Texto", "```paso\ncpu-flags\n```\n\nTexto")
    project.refused("docs/es/ventajas.md: the step cpu-flags belongs to the chapter of docs/es/requisitos.md")


def test_steps_in_another_order_than_they_are_run(project: Project) -> None:
    project.edit("es/requisitos.md", "paso\ncpu-flags", "paso\nother")
    project.edit("es/requisitos.md", "paso\nrefused", "paso\ncpu-flags")
    project.edit("es/requisitos.md", "paso\nother", "paso\nrefused")
    project.refused("docs/es/requisitos.md: the step refused stands where the chapter has cpu-flags")


@pytest.mark.parametrize("body", ["cpu-flagz", "cpu-flags install", "sudo apt update", ""])
def test_a_fence_that_names_no_step(project: Project, body: str) -> None:
    project.edit("es/requisitos.md", "cpu-flags\n```", f"{body}\n```")
    message = project.refused("docs/es/requisitos.md:11: ")
    assert "correct the id" in message or "the id of one step" in message


def test_a_fence_of_the_other_language(project: Project) -> None:
    project.edit("es/requisitos.md", "```paso\ncpu-flags", "```step\ncpu-flags")
    project.refused("docs/es/requisitos.md:11: the step fence speaks the other language: in docs/es it is called paso")


def test_a_page_missing_in_one_language(project: Project) -> None:
    (project.docs / "en" / "ventajas.md").unlink()
    project.refused("docs/en/ventajas.md is missing, and docs/es/ventajas.md is there: write the page in both")


def test_a_page_of_no_language(project: Project) -> None:
    (project.docs / "notes.md").write_text("# Notes {#notes}\n")
    project.refused("docs/notes.md belongs to no language: move it")


def test_a_heading_id_that_differs(project: Project) -> None:
    project.edit("en/requisitos.md", "{#about-refused}", "{#about-refusing}")
    project.refused(
        "docs/es/requisitos.md and docs/en/requisitos.md differ at heading 3: ## {#about-refused} against "
        "## {#about-refusing}",
        "the same ids",
    )


def test_a_heading_in_one_language_only(project: Project) -> None:
    project.edit("es/ventajas.md", "Texto", "## Más {#more}\n\nTexto")
    project.refused("docs/es/ventajas.md and docs/en/ventajas.md differ at heading 2: ## {#more} against none")


@pytest.mark.parametrize("heading", ["## Sin ancla", "Sin ancla\n---------", "<h2>Sin ancla</h2>"])
def test_a_heading_without_an_explicit_id(project: Project, heading: str) -> None:
    project.edit("es/ventajas.md", "Texto", f"{heading}\n\nTexto")
    project.refused("docs/es/ventajas.md: ", "has no explicit id: end its line with {#its-id}")


RAW = (
    "```bash\n{}\n```",
    "```console\n{}\n```",
    "```text\n{}\n```",
    "~~~sh\n{}\n~~~",
    "```\n{}\n```",
    "``` {{.bash .extra}}\n{}\n```",
    "````shell\n{}\n````",
    "- uno\n\n    ```bash\n    {}\n    ```",
    '!!! note "Nota"\n\n    ```sh\n    {}\n    ```',
    "> ```bash\n> {}\n> ```",
    "Uno\n\n    {}\n\nDos",
    "<pre><code>{}</code></pre>",
    '<div class="kg-summary"><pre>{}</pre></div>',
)


def test_raw_shell_blocks(project: Project) -> None:
    blocks = "\n\n".join(block.format(f"orden-{number}") for number, block in enumerate(RAW))
    project.edit("es/ventajas.md", "Texto", f"{blocks}\n\nTexto")
    lines = (project.docs / "es" / "ventajas.md").read_text(encoding="utf-8").split("\n")
    message = project.refused("a raw block (bash)", "a raw block (no language)", "scripts/kvm_guide/lessons/")
    for number, block in enumerate(RAW):
        seen_in_built_page = f"docs/es/ventajas.md: a preformatted block that is no step ('orden-{number}')" in message
        line = (
            next(i for i, text in enumerate(lines) if text.lstrip("> ") == f"orden-{number}") if "<" not in block else 0
        )
        seen_in_source = f"docs/es/ventajas.md:{line}: a raw block" in message
        assert seen_in_built_page or seen_in_source, block


def test_a_block_that_is_never_closed(project: Project) -> None:
    project.edit("es/ventajas.md", "Texto", "```xml\n<a/>\n\nTexto")
    project.refused("docs/es/ventajas.md:7 opens a block that is never closed")


def test_configuration_may_be_shown(project: Project) -> None:
    blocks = "".join(f"```{language}\nlisten = 1\n```\n\n" for language in ("xml", "ini", "json", "yaml"))
    project.edit("es/ventajas.md", "Texto", f"{blocks}Texto")
    project.edit("en/ventajas.md", "Text.", f"{blocks}Text.")
    project.build()


def test_a_proof_written_by_hand(project: Project) -> None:
    forged = (
        '<div data-step="cpu-flags" id="cpu-flags" data-outcome="passed">✔</div>',
        '<div class="kg-step">✔ Comprobado</div>',
        "✔ Comprobado {: data-outcome=passed }",
        '<details data-undo-of="install">✔ Se deshizo</details>',
        '<p class="kg-undo-proof">✔ Se deshizo</p>',
    )
    project.edit("es/ventajas.md", "Texto", "\n".join([*forged, "Texto"]))
    project.refused(*(f"docs/es/ventajas.md:{line} writes a step's markup by hand" for line in (7, 8, 9, 10, 11)))


def test_dead_links(project: Project) -> None:
    links = (
        "[x](nada-1.md)",
        "[x](../nada-2/)",
        '<a href="../nada-3/">x</a>',
        "![x](../assets/nada-4.png)",
        '<img src="nada-5.png" alt="">',
    )
    project.edit("es/ventajas.md", "Texto", "\n\n".join([*links, "Texto"]))
    project.refused("ventajas.md", *(f"nada-{number}" for number in range(1, 6)))


def test_dead_anchors(project: Project) -> None:
    links = ("[x](#nada-1)", "[x](requisitos.md#nada-2)", '<a href="../requisitos/#nada-3">x</a>')
    project.edit("es/ventajas.md", "Texto", "\n\n".join([*links, "Texto"]))
    project.refused(
        "docs/es/ventajas.md: the link #nada-1 names an anchor that docs/es/ventajas.md does not have",
        "#nada-2 names an anchor that docs/es/requisitos.md does not have",
        "#nada-3 names an anchor that docs/es/requisitos.md does not have",
        "correct the anchor",
    )


def test_a_link_to_a_step_is_no_dead_anchor(project: Project) -> None:
    for page, text in (("es/ventajas.md", "Texto"), ("en/ventajas.md", "Text.")):
        project.edit(page, text, f"[VM](instalacion.md#install) [KVM](requisitos.md#about-refused) {text}")
    project.build()


def test_a_link_that_starts_at_the_host(project: Project) -> None:
    project.edit("es/ventajas.md", "Texto", '<a href="/requisitos/">x</a> Texto')
    project.refused("docs/es/ventajas.md: the link /requisitos/ starts at the host: make it relative")


FOREIGN = (
    "![x](https://{}/x.png)",
    '<script src="https://{}/x.js"></script>',
    '<link rel="stylesheet" href="//{}/x.css">',
    '<link rel="preconnect" href="https://{}">',
    '<p style="background: url(https://{}/x.png)">x</p>',
    '<style>@import "https://{}/x.css";</style>',
    '<iframe src="https://{}/"></iframe>',
    '<img alt="" src="../assets/logo.svg" srcset="https://{}/x.png 2x">',
    '<svg><image href="https://{}/x.png"/></svg>',
)


def test_foreign_requests(project: Project) -> None:
    markup = "\n\n".join(one.format(f"host-{number}.example") for number, one in enumerate(FOREIGN))
    project.edit("es/ventajas.md", "Texto", f"{markup}\n\nTexto")
    message = project.refused("docs/es/ventajas.md: the page would fetch", "put the file below docs/assets")
    for number, one in enumerate(FOREIGN):
        assert any(f"host-{number}.example" in line and "from another host" in line for line in message.split("\n")), (
            one
        )


def test_a_foreign_request_of_a_style_sheet(project: Project) -> None:
    (project.docs / "assets" / "css" / "guide.css").write_text("@font-face { src: url('https://other.example/x') }")
    project.refused("assets/css/guide.css: the page would fetch https://other.example/x from another host")


def test_a_link_to_elsewhere_is_no_foreign_request(project: Project) -> None:
    for page, text in (("es/ventajas.md", "Texto"), ("en/ventajas.md", "Text.")):
        project.edit(page, text, f"[libvirt](https://libvirt.org/) {text}")
    project.build()


def test_a_page_left_out_of_the_navigation(project: Project) -> None:
    for language in ("es", "en"):
        (project.docs / language / "extra.md").write_text("# Extra {#extra}\n")
    project.refused("extra.md")


def test_all_problems_are_told_at_once(project: Project) -> None:
    project.edit("es/ventajas.md", "Texto", "[x](requisitos.md#nada)\n\n```bash\nls\n```\n\nTexto")
    project.edit("en/requisitos.md", "{#about-refused}", "{#about-refusing}")
    (project.docs / "records" / "debian-12" / "virt-manager.es.png").write_bytes(b"x")
    message = project.refused("#nada", "a raw block (bash)", "differ at heading", "virt-manager.es.png")
    assert message.startswith("the site is not fit to publish")
