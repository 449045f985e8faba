"""Writes JSON schemas as kubeconform wants them: one file a kind, in which no unknown field is allowed.

schemas.py --swagger FILE FOLDER    of Kubernetes' own resources, from its OpenAPI document
schemas.py --crds FOLDER… FOLDER    of custom resources, from their definitions (YAML)
"""

import json
import pathlib
import sys

GROUP_VERSION_KIND = "x-kubernetes-group-version-kind"
# Written in the document as plain objects, though JSON of any kind is allowed.
ANYTHING = ("JSON", "RawExtension", "FieldsV1", "JSONSchemaProps")


def file_name(kind: str, group: str, version: str) -> str:
    first = group.split(".")[0]
    return "-".join(part.lower() for part in (kind, first, version) if part) + ".json"


def strict(schema):
    """The same schema, with every object closed whose fields are known."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: strict(value) for name, value in schema.items() if not name.startswith("x-")}
    if schema.get("x-kubernetes-int-or-string") or schema.get("format") == "int-or-string":
        return {"anyOf": [{"type": "integer"}, {"type": "string"}]}
    if schema.get("format") == "quantity":
        return {"anyOf": [{"type": "number"}, {"type": "string"}]}
    closed.pop("format", None)
    known = isinstance(schema.get("properties"), dict)
    if known and not schema.get("x-kubernetes-preserve-unknown-fields"):
        closed.setdefault("additionalProperties", False)
    if schema.get("x-kubernetes-embedded-resource"):
        closed.pop("additionalProperties", None)
    if schema.get("nullable") and "type" in closed:
        closed["type"] = [closed["type"], "null"]
    return closed


def write_swagger(source: str, folder: pathlib.Path) -> None:
    definitions = json.loads(pathlib.Path(source).read_text())["definitions"]
    closed = {}
    for name, definition in definitions.items():
        last = name.rsplit(".", 1)[-1]
        if last == "Quantity":
            closed[name] = {"anyOf": [{"type": "number"}, {"type": "string"}]}
        elif last in ANYTHING:
            closed[name] = {}
        else:
            closed[name] = strict(definition)
    (folder / "_definitions.json").write_text(json.dumps({"definitions": closed}))
    for name, definition in definitions.items():
        for of in definition.get(GROUP_VERSION_KIND, []):
            reference = {"$ref": f"_definitions.json#/definitions/{name}"}
            (folder / file_name(of["kind"], of["group"], of["version"])).write_text(json.dumps(reference))


def write_crds(sources: list[str], folder: pathlib.Path) -> None:
    import yaml  # Only here: the document of Kubernetes is JSON.

    files = [file for source in sources for file in sorted(pathlib.Path(source).glob("*.yaml"))]
    for file in files:
        for definition in yaml.load_all(file.read_text(), Loader=yaml.CSafeLoader):
            if not definition or definition.get("kind") != "CustomResourceDefinition":
                continue
            spec = definition["spec"]
            for version in spec["versions"]:
                schema = strict(version["schema"]["openAPIV3Schema"])
                schema.get("properties", {}).pop("metadata", None)
                schema.get("properties", {}).update(metadata={"type": "object"}, apiVersion={}, kind={})
                name = file_name(spec["names"]["kind"], spec["group"], version["name"])
                (folder / name).write_text(json.dumps(schema))


def main() -> None:
    how, *sources, target = sys.argv[1:]
    folder = pathlib.Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    if how == "--swagger":
        write_swagger(sources[0], folder)
    else:
        write_crds(sources, folder)


if __name__ == "__main__":
    main()
