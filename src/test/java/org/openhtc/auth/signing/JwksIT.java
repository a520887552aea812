package org.openhtc.auth.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceTest
class JwksIT {
  @LocalServerPort int port;
  @Autowired SigningKeys keys;
  @Autowired Tenants tenants;

  @Test
  void publishedKeyVerifiesATokenWithPlainJdkCrypto() throws Exception {
    String token = admin().token();
    assertThat(verifies(token, key(kid(token)))).isTrue();
    assertThat(verifies(token.replace(".ey", ".fy"), key(kid(token)))).isFalse();
  }

  @Test
  void keyIsPublishedInTheStandardFormat() {
    JsonNode key = key(kid(admin().token()));
    assertThat(key.path("kty").asString()).isEqualTo("EC");
    assertThat(key.path("crv").asString()).isEqualTo("P-256");
    assertThat(key.path("alg").asString()).isEqualTo("ES256");
    assertThat(key.path("use").asString()).isEqualTo("sig");
    assertThat(key.has("d")).as("private part").isFalse();
  }

  @Test
  void alternativeFormatHasTheSameKey() throws Exception {
    String kid = kid(admin().token());
    JsonNode alternative =
        find(ApiClient.at(port).get("/.well-known/jwks.json").body(), "jsonWebKeys", "keyId", kid);
    byte[] encoded = Base64.getDecoder().decode(alternative.path("key").path("encoded").asString());
    PublicKey same = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
    assertThat(same).isEqualTo(publicKey(key(kid)));
  }

  @Test
  void tokensStayValidAfterARotationUntilTheOldKeyIsRetired() throws Exception {
    ApiClient before = admin();
    keys.rotate();
    ApiClient after = admin();
    assertThat(kid(after.token())).isNotEqualTo(kid(before.token()));
    assertThat(before.get("/auth/whoami").status()).isEqualTo(200);
    assertThat(after.get("/auth/whoami").status()).isEqualTo(200);
    assertThat(verifies(before.token(), key(kid(before.token())))).isTrue();
    keys.retire(kid(before.token()));
    assertThat(before.get("/auth/whoami").status()).isEqualTo(401);
    assertThat(after.get("/auth/whoami").status()).isEqualTo(200);
  }

  @Test
  void administratorRotatesAndRetiresKeys() {
    ApiClient admin = admin();
    String old = kid(admin.token());
    assertThat(admin.delete("/admin/signing-keys/" + old).status()).isEqualTo(409);
    ApiResponse made = admin.post("/admin/signing-keys", "");
    assertThat(made.status()).isEqualTo(201);
    assertThat(kid(admin().token())).isEqualTo(made.text("kid"));
    assertThat(admin.delete("/admin/signing-keys/unknown").status()).isEqualTo(404);
    assertThat(admin.delete("/admin/signing-keys/" + old).status()).isEqualTo(204);
    assertThat(admin.get("/admin/signing-keys").status()).isEqualTo(401);
    assertThat(admin().get("/admin/signing-keys").body().findValuesAsString("kid"))
        .contains(made.text("kid"))
        .doesNotContain(old);
  }

  @Test
  void otherRolesMayNotManageKeys() {
    User user = tenants.user(tenants.workspace(), Role.ORGANIZATION_ADMIN);
    ApiClient client = ApiClient.at(port).withKey(tenants.key(user));
    assertThat(client.get("/admin/signing-keys").status()).isEqualTo(403);
    assertThat(client.post("/admin/signing-keys", "").status()).isEqualTo(403);
    assertThat(client.delete("/admin/signing-keys/x").status()).isEqualTo(403);
  }

  private ApiClient admin() {
    return ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
  }

  private JsonNode key(String kid) {
    return find(ApiClient.at(port).get("/.well-known/jwks.json").body(), "keys", "kid", kid);
  }

  private static JsonNode find(JsonNode set, String member, String idName, String id) {
    return set.path(member)
        .valueStream()
        .filter(key -> key.path(idName).asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static String kid(String token) {
    byte[] header = Base64.getUrlDecoder().decode(token.split("\\.")[0]);
    return JsonMapper.shared().readTree(header).path("kid").asString();
  }

  private static boolean verifies(String token, JsonNode key) throws GeneralSecurityException {
    int end = token.lastIndexOf('.');
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(publicKey(key));
    signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
    return signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)));
  }

  private static PublicKey publicKey(JsonNode key) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    ECPoint point = new ECPoint(number(key, "x"), number(key, "y"));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static BigInteger number(JsonNode key, String member) {
    byte[] bytes = Base64.getUrlDecoder().decode(key.path(member).asString());
    assertThat(bytes).hasSize(32);
    return new BigInteger(1, bytes);
  }
}
