package dev.tidemill.contract.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlmodelFileTest {
    @Test
    void read_ofMlflow_givesSignatureAndFlavors() {
        MlmodelFile file = MlmodelFile.read("""
                artifact_path: model
                flavors:
                  sklearn:
                    code: null
                    pickled_model: model.pkl
                  python_function:
                    loader_module: mlflow.sklearn
                    python_version: 3.11.2
                mlflow_version: 3.6.0
                model_uuid: m-0123456789abcdef0123456789abcdef
                run_id: 0123456789abcdef0123456789abcdef
                signature:
                  inputs: '[{"type": "double", "name": "a", "required": true}, {"type": "long",
                    "name": "b", "required": true}]'
                  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
                  params: null
                utc_time_created: 2026-03-01 10:00:00.000000
                """).orElseThrow();
        assertThat(file.signature())
                .isEqualTo("{\"inputs\":[{\"type\":\"double\",\"name\":\"a\",\"required\":true},"
                        + "{\"type\":\"long\",\"name\":\"b\",\"required\":true}],"
                        + "\"outputs\":[{\"type\":\"tensor\",\"tensor-spec\":{\"dtype\":\"int64\",\"shape\":[-1]}}]}");
        assertThat(file.flavors()).isEqualTo(List.of("python_function", "sklearn"));
        assertThat(file.mlflowVersion()).isEqualTo("3.6.0");
        assertThat(file.modelUuid()).startsWith("m-");
        assertThat(file.runId()).hasSize(32);
    }

    @Test
    void read_withoutSignature_hasNone() {
        MlmodelFile file = MlmodelFile.read("flavors:\n  onnx: {}\n").orElseThrow();
        assertThat(file).isEqualTo(new MlmodelFile("", List.of("onnx"), "", "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "a: [", "- 1", "a: !!java.net.URL [x]", "a: &a [*a]"})
    void read_ofAnythingElse_doesNotFail(String text) {
        MlmodelFile.read(text).ifPresent(file -> assertThat(file.signature()).isEmpty());
    }
}
